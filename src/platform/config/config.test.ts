import { expect, test } from "vitest";
import { ConfigError, readConfig } from "./config.ts";

test("an empty environment is the sandbox on the documented address", () => {
  expect(readConfig({})).toMatchObject({ mode: "sandbox", host: "127.0.0.1", port: 4000, shopPort: 4001 });
});

test("a variable that is set to nothing counts as not set", () => {
  expect(readConfig({ PORT: "", DATABASE_URL: "" })).toMatchObject({ port: 4000, databaseUrl: undefined });
});

test("all problems are told at once, each with the name of its variable", () => {
  const environment = { KASSA_MODE: "live", PORT: "99999", LOG_LEVEL: "loud", DATABASE_URL: "mysql://x" };
  expect(() => readConfig(environment)).toThrow(ConfigError);
  for (const name of [
    "PORT",
    "LOG_LEVEL",
    "DATABASE_URL",
    "KASSA_SECRET_KEY",
    "KASSA_VAULT_KEYS",
    "PUBLIC_URL",
  ]) {
    expect(() => readConfig(environment), name).toThrow(new RegExp(`^${name}: `, "m"));
  }
});

test("live mode needs its keys and a public address", () => {
  const environment = {
    KASSA_MODE: "live",
    KASSA_SECRET_KEY: "ab".repeat(32),
    KASSA_VAULT_KEYS: `1:${"01".repeat(32)},2:${"02".repeat(32)}`,
    PUBLIC_URL: "https://pay.example.com/",
  };
  expect(readConfig(environment)).toMatchObject({ mode: "live", publicUrl: "https://pay.example.com" });
});
