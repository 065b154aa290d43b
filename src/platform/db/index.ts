export { createPool } from "./connection.ts";
export { type EmbeddedPostgres, reachableDataDir, startEmbedded } from "./embedded.ts";
export { forgetOldGroups } from "./group.ts";
export { ensureDatabase, migrate } from "./migrate.ts";
export { Reader } from "./reader.ts";
export { type Key, type Table, table } from "./table.ts";
export type { Tx, Verb } from "./tx.ts";
export { Busy, ConstraintViolation, Writer } from "./writer.ts";
