import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import type { PspConnection } from "./psp-client.ts";

const entry = `${import.meta.dirname}/psp/main.ts`;

/** Starts the PSP as what it is: another program, which ends with the shop. A PSP that cannot start leaves a shop without
 *  MobilePay. */
export async function startPsp({
  host,
  port,
}: {
  host: string;
  port: string;
}): Promise<(PspConnection & { stop(): Promise<void> }) | undefined> {
  const key = randomBytes(24).toString("base64url");
  const child = spawn(process.execPath, [entry], {
    env: { ...process.env, PSP_HOST: host, PSP_PORT: port, PSP_SHOP_KEY: key, PSP_ENDS_WITH_STDIN: "1" },
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exited = new Promise<undefined>((resolve) => child.once("exit", () => resolve(undefined)));
  const listening = new Promise<string>((resolve) => {
    let printed = "";
    child.stdout.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      const [found] = /https?:\/\/\S+/.exec(printed) ?? [];
      if (found) resolve(found);
    });
  });
  const baseUrl = await Promise.race([listening, exited]);
  if (!baseUrl) {
    console.error("The PSP could not start, so this shop takes no MobilePay.");
    return undefined;
  }
  const stop = async () => {
    child.kill("SIGTERM");
    await exited;
  };
  process.once("exit", () => child.kill());
  return { baseUrl, key, stop };
}
