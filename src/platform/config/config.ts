import { z } from "zod";
import { readVaultKeys } from "../crypto/index.ts";

const portText = "must be a port, 0 to 65535";
const port = z.coerce.number(portText).int(portText).min(0, portText).max(65_535, portText);
const url = z.url({ protocol: /^https?$/ });

const schema = z.object({
  KASSA_MODE: z.enum(["sandbox", "live"]).default("sandbox"),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: port.default(4000),
  SHOP_PORT: port.optional(),
  PUBLIC_URL: url.optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  KASSA_DATA_DIR: z.string().min(1).optional(),
  KASSA_SECRET_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, "must be 64 hexadecimal digits (32 bytes)")
    .optional(),
  KASSA_VAULT_KEYS: z
    .string()
    .refine(
      (text) => readVaultKeys(text),
      "must be <version>:<64 hexadecimal digits>, separated by commas, each once",
    )
    .optional(),
  KASSA_SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  KASSA_MAIL_FROM: z
    .string()
    .regex(/^[^\s@<>,;"()]+@[^\s@<>,;"()]+$/, "must be an address such as kassa@example.com")
    .default("kassa@localhost"),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
});

type LogLevel = z.infer<typeof schema>["LOG_LEVEL"];

export type Config = {
  readonly mode: "sandbox" | "live";
  readonly host: string;
  readonly port: number;
  /** Where `npm start` serves the example shop; next to Kassa unless told otherwise. */
  readonly shopPort: number;
  readonly publicUrl: string | undefined;
  /** A PostgreSQL server of the operator's; without it the embedded one is used. */
  readonly databaseUrl: string | undefined;
  readonly dataDir: string | undefined;
  /** The key that seals secrets at rest; the sandbox makes its own in the data directory. */
  readonly secretKey: string | undefined;
  /** The keys that seal card numbers, `1:<64 hex>,2:<64 hex>`; the sandbox makes one in the data directory. */
  readonly vaultKeys: string | undefined;
  /** The server that takes mails, as `smtp://user:password@host:587`. Without it none leave. */
  readonly smtpUrl: string | undefined;
  /** The address that mails come from. */
  readonly mailFrom: string;
  readonly logLevel: LogLevel;
};

/** Every problem of the environment at once, one line each. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

/** Reads the environment, the only place that does. Throws ConfigError naming all that is wrong. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  const problems = [...(parsed.error?.issues ?? []).map(describe), ...liveProblems(given)];
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems.join("\n"));

  const env = parsed.data;
  return {
    mode: env.KASSA_MODE,
    host: env.HOST,
    port: env.PORT,
    shopPort: env.SHOP_PORT ?? (env.PORT === 0 ? 0 : env.PORT + 1),
    publicUrl: env.PUBLIC_URL?.replace(/\/+$/, ""),
    databaseUrl: env.DATABASE_URL,
    dataDir: env.KASSA_DATA_DIR,
    secretKey: env.KASSA_SECRET_KEY,
    vaultKeys: env.KASSA_VAULT_KEYS,
    smtpUrl: env.KASSA_SMTP_URL,
    mailFrom: env.KASSA_MAIL_FROM,
    logLevel: env.LOG_LEVEL,
  };
}

function describe(issue: z.core.$ZodIssue): string {
  return `${issue.path.join(".")}: ${issue.message}`;
}

function liveProblems(env: Readonly<Record<string, unknown>>): string[] {
  if (env.KASSA_MODE !== "live") return [];
  return [
    env.KASSA_SECRET_KEY ? "" : "KASSA_SECRET_KEY: is needed in live mode (openssl rand -hex 32 makes one)",
    env.KASSA_VAULT_KEYS
      ? ""
      : "KASSA_VAULT_KEYS: is needed in live mode (1: and what openssl rand -hex 32 makes)",
    env.PUBLIC_URL
      ? ""
      : "PUBLIC_URL: is needed in live mode, so that links do not depend on the Host header",
  ].filter(Boolean);
}
