import { expect, onTestFinished, test, vi } from "vitest";
import { newDatabase, secretKey } from "../../test/support/kassa.ts";
import { stores } from "../core/merchants/index.ts";
import { readConfig } from "../platform/config/index.ts";
import { Reader } from "../platform/db/index.ts";
import { runStore } from "./store.ts";

test.each([
  ["--number", "a b"],
  ["--number", "07"],
  ["--currency", "XXQ"],
  ["--country", "ZZ"],
  ["--time-zone", "Mars/Olympus"],
  ["--retry-days", "3,1"],
  ["--retry-days", "1,,3"],
  ["--retry-days", "soon"],
  ["--retry-days", "366"],
  ["--after-retries", "shout"],
  ["--alert-email", "me"],
  ["--most-tries", "0"],
  ["--most-tries", "1.5"],
])("a store with %s %s is refused before anything is opened", async (option, value) => {
  const args = ["--number", "7", "--name", "My shop", option, value];
  await expect(runStore(readConfig({}), args)).rejects.toThrow(`${option}: must be`);
});

test("a store remembers how its subscriptions and its orders are tried, and changes one word at a time", async () => {
  const { url, drop } = await newDatabase();
  const reader = new Reader(url);
  onTestFinished(async () => {
    await reader.close();
    await drop();
  });
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const config = readConfig({ DATABASE_URL: url, KASSA_SECRET_KEY: secretKey });
  const place = ["--number", "7", "--name", "My shop", "--dialect", "mondido"];
  const more = ["--after-retries", "pause", "--alert-email", "me@shop.example", "--most-tries", "3"];
  const settings = async () => (await reader.find(stores, { dialect: "mondido", number: "7" }))?.settings;
  await runStore(config, [...place, ...more, "--retry-days", "1,4", "--no-invoices", "--accept-legacy-hash"]);
  const told = {
    retryDays: [1, 4],
    afterRetries: "pause",
    alertEmail: "me@shop.example",
    mostTries: 3,
    invoices: false,
    acceptLegacyHash: true,
  };
  expect(await settings()).toEqual(told);
  await runStore(config, [...place, "--retry-days", "none", "--no-accept-legacy-hash"]);
  expect(await settings()).toEqual({ ...told, retryDays: [], acceptLegacyHash: false });
});
