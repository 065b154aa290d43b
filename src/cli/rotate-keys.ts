import { rotateKeys } from "../core/vault/index.ts";
import type { Config } from "../platform/config/index.ts";
import { Keyring } from "../platform/crypto/index.ts";
import { atDesk } from "./desk.ts";

/** `kassa rotate-keys`: seals every stored card with the newest vault key. Works while Kassa runs; interrupted, it
 *  goes on where it was. The exit code tells whether every card could be opened. */
export async function runRotateKeys(config: Config): Promise<void> {
  await atDesk(config, async ({ writer, reader, secretKey, vaultKeys }) => {
    const keyring = new Keyring(vaultKeys, secretKey);
    const house = { write: writer.run.bind(writer), reader };
    const { done, unopened } = await rotateKeys(house, keyring, (rotation) => {
      process.stdout.write(`${rotation.done} of ${rotation.total} cards\n`);
    });
    for (const id of unopened) process.stderr.write(`card ${id} cannot be opened with these keys\n`);
    process.stdout.write(`${done} cards are sealed anew with key ${keyring.newest}.\n`);
    process.exitCode = unopened.length === 0 ? 0 : 1;
  });
}
