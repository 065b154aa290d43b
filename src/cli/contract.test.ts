import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readContract } from "./contract.ts";

async function contract(text: string) {
  const folder = await mkdtemp(join(tmpdir(), "kassa-contract-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "contract.json");
  await writeFile(file, text);
  return readContract(file);
}

test("a contract is read as it stands in its file", async () => {
  const told = {
    threeD: "required",
    most: "1000.00",
    rates: [1, 2],
    addresses: ["192.0.2.1", "2001:db8::1"],
  };
  expect(await contract(JSON.stringify(told))).toEqual(told);
  expect(await contract("{}")).toEqual({});
});

test.each([
  ["{", "JSON"],
  ['{"treeD": "required"}', "treeD"],
  ['{"most": 1000}', "most"],
  ['{"most": "1.005"}', "decimal"],
  ['{"rates": [13]}', "rates"],
  ['{"channels": ["phone"]}', "channels"],
  ['{"addresses": ["shop.example.com"]}', "addresses"],
])("%s is refused, and says why: %s", async (text, why) => {
  await expect(contract(text)).rejects.toThrow(why);
});
