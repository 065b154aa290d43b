import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { chart } from "./account.ts";

test("docs/ledger.md prints the chart of accounts as it is", () => {
  const doc = readFileSync(new URL("../../../docs/ledger.md", import.meta.url), "utf8");
  const [, section = ""] = doc.match(/^## Chart of accounts$([\s\S]*?)^## /m) ?? [];
  const rows = section.split("\n").filter((line) => line.startsWith("| `"));

  const expected = Object.entries(chart).map(
    ([code, { owner, normal, neverInCredit, tells }]) =>
      `| \`${code}\` | ${owner} | ${normal} | ${neverInCredit ? "yes" : "no"} | ${tells} |`,
  );
  expect(rows).toEqual(expected);
});
