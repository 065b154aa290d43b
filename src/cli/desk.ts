import { Clock } from "../platform/clock.ts";
import type { Config } from "../platform/config/index.ts";
import { createPool, Numbers, Reader, Writer } from "../platform/db/index.ts";
import { randomToken, uuidAt } from "../platform/ids/index.ts";
import { openDatabase } from "./database.ts";

/** Where an operator reads and changes: beside a Kassa that runs, or alone. */
export type Desk = {
  readonly writer: Writer;
  readonly reader: Reader;
  readonly numbers: Numbers;
  /** The keys that seal secrets at rest, and card numbers. */
  readonly secretKey: string;
  readonly vaultKeys: string;
};

/** Opens the database for an operator's work, and lets go of it whatever comes of that. */
export async function atDesk(config: Config, work: (desk: Desk) => Promise<void>): Promise<void> {
  const { url, secretKey, vaultKeys, stop } = await openDatabase(config, { alone: false });
  const clock = new Clock();
  const edge = { now: () => clock.now(), idAt: uuidAt, token: randomToken };
  const writer = new Writer({ databaseUrl: url, edge });
  const reader = new Reader(url);
  const pool = createPool(url, 1);
  try {
    await work({ writer, reader, numbers: new Numbers(pool), secretKey, vaultKeys });
  } finally {
    await Promise.all([writer.close(), reader.close(), pool.end()]);
    await stop();
  }
}
