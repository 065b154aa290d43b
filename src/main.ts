import { runAgent } from "./cli/agent.ts";
import { runPsp } from "./cli/psp.ts";
import { runRotateKeys } from "./cli/rotate-keys.ts";
import { start } from "./cli/start.ts";
import { runStore } from "./cli/store.ts";
import { runVerify } from "./cli/verify.ts";
import { type Config, ConfigError, readConfig } from "./platform/config/index.ts";

const commands: Readonly<Record<string, (config: Config, args: readonly string[]) => Promise<void>>> = {
  agent: runAgent,
  psp: runPsp,
  "rotate-keys": runRotateKeys,
  start,
  store: runStore,
  verify: runVerify,
};

/** Errors whose message says all; for any other the place is told too. */
const explained = ["ConfigError", "AlreadyRunning", "Refusal"];

async function main([name = "start", ...args]: readonly string[]): Promise<void> {
  const command = commands[name];
  if (!command)
    throw new ConfigError(`there is no command ${name}; there are ${Object.keys(commands).join(", ")}`);
  await command(readConfig(), args);
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`Kassa cannot ${process.argv[2] ?? "start"}:\n${error.message}\n`);
  if (!explained.includes(error.name)) process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
