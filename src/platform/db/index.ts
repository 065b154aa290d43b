export { createPool } from "./connection.ts";
export { reachableDataDir, startEmbedded } from "./embedded.ts";
export { forgetOldMarks } from "./mark.ts";
export { ensureDatabase, migrate } from "./migrate.ts";
export { Busy, ConstraintViolation } from "./outcome.ts";
export { Reader } from "./reader.ts";
export { type Key, type Table, table } from "./table.ts";
export type { Tx, Verb } from "./tx.ts";
export { Writer } from "./writer.ts";
