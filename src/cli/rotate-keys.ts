import { rotateKeys } from "../core/vault/index.ts";
import { Clock } from "../platform/clock.ts";
import type { Config } from "../platform/config/index.ts";
import { Keyring } from "../platform/crypto/index.ts";
import { Reader, Writer } from "../platform/db/index.ts";
import { randomToken, uuidAt } from "../platform/ids/index.ts";
import { openDatabase } from "./database.ts";

/** `kassa rotate-keys`: seals every stored card with the newest vault key. Works while Kassa runs; interrupted, it
 *  goes on where it was. The exit code tells whether every card could be opened. */
export async function runRotateKeys(config: Config): Promise<void> {
  const database = await openDatabase(config, { alone: false });
  const keyring = new Keyring(database.vaultKeys, database.secretKey);
  const clock = new Clock();
  const edge = { now: () => clock.now(), idAt: uuidAt, token: randomToken };
  const writer = new Writer({ databaseUrl: database.url, edge });
  const reader = new Reader(database.url);
  try {
    const house = { write: writer.run.bind(writer), reader };
    const { done, unopened } = await rotateKeys(house, keyring, (rotation) => {
      process.stdout.write(`${rotation.done} of ${rotation.total} cards\n`);
    });
    for (const id of unopened) process.stderr.write(`card ${id} cannot be opened with these keys\n`);
    process.stdout.write(`${done} cards are sealed anew with key ${keyring.newest}.\n`);
    process.exitCode = unopened.length === 0 ? 0 : 1;
  } finally {
    await Promise.all([writer.close(), reader.close()]);
    await database.stop();
  }
}
