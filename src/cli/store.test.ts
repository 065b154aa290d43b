import { expect, test } from "vitest";
import { readConfig } from "../platform/config/index.ts";
import { runStore } from "./store.ts";

test.each([
  ["--number", "a b"],
  ["--number", "07"],
  ["--currency", "XXQ"],
  ["--country", "ZZ"],
  ["--time-zone", "Mars/Olympus"],
])("a store with %s %s is refused before anything is opened", async (option, value) => {
  const args = ["--number", "7", "--name", "My shop", option, value];
  await expect(runStore(readConfig({}), args)).rejects.toThrow(`${option}: must be`);
});
