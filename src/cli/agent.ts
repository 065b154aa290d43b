import { parseArgs } from "node:util";
import { saveAgent } from "../core/agents/index.ts";
import { type Config, ConfigError } from "../platform/config/index.ts";
import { hashPassword } from "../platform/crypto/index.ts";
import { randomToken } from "../platform/ids/index.ts";
import { atDesk } from "./desk.ts";

const usage = `kassa agent --login anna@example.com --stores 422,423 --first-name Anna --last-name Nowak
  [--password SECRET] [--phone 48600700800] [--dialect mokka-offline]

A new agent without --password gets a random one, which is printed once.`;

const options = {
  login: { type: "string" },
  stores: { type: "string", default: "" },
  "first-name": { type: "string", default: "" },
  "last-name": { type: "string", default: "" },
  password: { type: "string" },
  phone: { type: "string" },
  dialect: { type: "string", default: "mokka-offline" },
} as const;

const shortestPassword = 4;

/** `kassa agent`: creates or changes a salesperson and the stores they work in. Works while Kassa runs. */
export async function runAgent(config: Config, args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options });
  const storeNumbers = values.stores.split(",").filter(Boolean);
  const login = values.login?.toLowerCase();
  if (!login || storeNumbers.length === 0) throw new ConfigError(usage);
  const password = values.password ?? randomToken(6);
  if (password.length < shortestPassword) throw new ConfigError("--password: at least 4 characters");
  const phone = values.phone ?? null;
  if (phone !== null && !/^\d{6,15}$/.test(phone))
    throw new ConfigError("--phone: digits with the country code, such as 48600700800");

  await atDesk(config, async ({ writer }) => {
    const passwordHash = await hashPassword(password);
    const sheet = {
      login,
      phone,
      firstName: values["first-name"],
      lastName: values["last-name"],
      passwordHash,
      storeNumbers,
      dialect: values.dialect,
    };
    const agent = await writer.run((tx) => saveAgent(tx, sheet));
    process.stdout.write(`login=${agent.login} password=${password} stores=${storeNumbers.join()}\n`);
  });
}
