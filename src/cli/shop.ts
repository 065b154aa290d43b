import { spawn } from "node:child_process";
import { join } from "node:path";
import type { Config } from "../platform/config/index.ts";

const entry = join(import.meta.dirname, "../../examples/shop/main.ts");

export type Shop = { readonly address: string; stop(): Promise<void> };

/** Starts the example shop as what it is: another program, which knows Kassa by its address only. */
export async function startShop(config: Config, kassaUrl: string): Promise<Shop> {
  // The shop does not know when the sandbox moves the clock, so it leaves the time to finish to Kassa.
  const env = {
    SHOP_HOLD_HOURS: "0",
    SHOP_ENDS_WITH_STDIN: "1",
    KASSA_URL: kassaUrl,
    SHOP_HOST: config.host,
    SHOP_PORT: String(config.shopPort),
  };
  const child = spawn(process.execPath, [entry], {
    env,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const address = await new Promise<string>((resolve, reject) => {
    let printed = "";
    child.stdout.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      const found = printed.match(/https?:\/\/\S+/)?.[0];
      if (found) resolve(found);
    });
    exited.then(() => reject(new Error(`the example shop could not start on port ${config.shopPort}`)));
  });
  const stop = async () => {
    child.kill("SIGTERM");
    await exited;
  };
  process.once("exit", () => child.kill());
  return { address, stop };
}
