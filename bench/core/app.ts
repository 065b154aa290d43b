import { type App, createApp } from "../../src/app.ts";
import type { StoreFacts } from "../../src/core/merchants/index.ts";
import { readConfig } from "../../src/platform/config/index.ts";
import { createLog } from "../../src/platform/log/index.ts";

/** A whole Kassa in this process, in sandbox mode, without a socket. */
export function openApp(databaseUrl: string): Promise<App> {
  const config = readConfig({ LOG_LEVEL: "error" });
  return createApp({
    config,
    databaseUrl,
    secretKey: "00".repeat(32),
    vaultKeys: `1:${"11".repeat(32)}`,
    log: createLog(config.logLevel),
  });
}

/** The sandbox's store. */
export async function demoStore({ house }: App): Promise<StoreFacts> {
  const facts = await house.directory.byNumber("mokka-online", "1");
  if (!facts) throw new Error("the sandbox has no store 1");
  return facts;
}
