import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Delivery } from "../src/core/deliveries/index.ts";
import { stores } from "../src/core/merchants/index.ts";
import { dialects } from "../src/dialects/index.ts";
import { type Kassa, openKassa } from "./support/kassa.ts";

let kassa: Kassa;
beforeAll(async () => {
  kassa = await openKassa();
});
afterAll(() => kassa.close());

/** The paths of the coverage table in a dialect's README. */
function coveredPaths(name: string): string[] {
  const readme = readFileSync(new URL(`../src/dialects/${name}/README.md`, import.meta.url), "utf8");
  const table = readme.split("## Coverage")[1]?.split(/\n\n(?!\|)/)[1] ?? "";
  return [...table.matchAll(/`(\/[^`]+)`/g)].map(([, path]) => path as string);
}

describe.each(dialects)("$name", (dialect) => {
  test("answers everything its coverage table lists", async () => {
    const paths = coveredPaths(dialect.name);
    expect(paths.length).toBeGreaterThan(5);
    for (const url of paths) {
      const { statusCode, body } = await kassa.server.inject({ method: "POST", url, payload: "{}" });
      expect([url, statusCode === 404 || body.includes("Not found")]).toEqual([url, false]);
    }
  });

  test("turns away whoever does not say who they are, and changes nothing", async () => {
    for (const url of coveredPaths(dialect.name))
      await kassa.server.inject({ method: "POST", url, payload: "{}" });
    expect(await kassa.reader.query("select id from payments")).toEqual([]);
    expect(await kassa.reader.query("select id from checkouts")).toEqual([]);
  });

  test("gives up sending a callback some day, and waits a while before each try", () => {
    const pauses = Array.from({ length: 100 }, (_, i) => dialect.retryAfter(i + 1));
    const tries = pauses.indexOf(null);
    expect(tries).toBeGreaterThan(0);
    expect(pauses.slice(0, tries).every((pause) => pause && pause.total("seconds") > 0)).toBe(true);
  });

  test("signs its callbacks: another body or key, another signature; the key itself never leaves", async () => {
    const store = (await kassa.reader.list(stores, { dialect: dialect.name }))[0];
    const facts = store && (await kassa.house.directory.byId(store.id));
    if (!facts) throw new Error(`the sandbox has no store of ${dialect.name}`);
    const delivery = { destination: "https://shop.example.com/cb?x=1", body: '{"a":1}' } as Delivery;
    const sealed = JSON.stringify(dialect.seal(delivery, facts));
    expect(sealed).not.toContain(facts.secret);
    expect(JSON.stringify(dialect.seal({ ...delivery, body: '{"a":2}' }, facts))).not.toBe(sealed);
    expect(JSON.stringify(dialect.seal(delivery, { ...facts, secret: "another" }))).not.toBe(sealed);
  });
});
