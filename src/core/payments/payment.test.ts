import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { transitions } from "./payment.ts";

test("docs/reference/payment.md prints the transitions as they are", () => {
  const doc = readFileSync(new URL("../../../docs/reference/payment.md", import.meta.url), "utf8");
  const [, section = ""] = doc.split("## What may be done in which state");
  const rows = section
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|", 3).join("|"));

  const expected = Object.entries(transitions).map(
    ([action, states]) => `| \`${action}\` | ${states.map((state) => `\`${state}\``).join(", ")} `,
  );
  expect(rows).toEqual(expected);
});
