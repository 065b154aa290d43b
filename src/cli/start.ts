import { createApp } from "../app.ts";
import type { Config } from "../platform/config/index.ts";
import { createLog } from "../platform/log/index.ts";
import { openDatabase } from "./database.ts";
import { startShop } from "./shop.ts";
import { welcome } from "./welcome.ts";

/** Runs Kassa until it is told to stop. */
export async function start(config: Config): Promise<void> {
  const log = createLog(config.logLevel);
  const database = await openDatabase(config, { alone: true });
  const { url: databaseUrl, secretKey, vaultKeys } = database;
  const app = await createApp({ config, databaseUrl, secretKey, vaultKeys, log });
  const address = await app.server.listen({ host: config.host, port: config.port });
  const shop = config.mode === "sandbox" ? await startShop(config, address) : undefined;
  process.stdout.write(
    welcome({ config, address, shopAddress: shop?.address, database: database.description }),
  );

  let isStopping = false;
  const stop = async (signal: string) => {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, "stopping: requests under way are answered first");
    await shop?.stop();
    await app.stop();
    await database.stop();
    log.info("stopped");
    process.exit(0);
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
}
