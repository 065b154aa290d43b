import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Delivery } from "../src/core/deliveries/index.ts";
import { stores } from "../src/core/merchants/index.ts";
import { dialects } from "../src/dialects/index.ts";
import { endpoints as mokaEndpoints } from "../src/dialects/moka/endpoints/index.ts";
import { type Kassa, openKassa } from "./support/kassa.ts";

let kassa: Kassa;
beforeAll(async () => {
  kassa = await openKassa();
});
afterAll(() => kassa.close());

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

/** The methods and paths of the coverage table in a dialect's README; a path without a method is a POST. */
function covered(name: string) {
  const readme = readFileSync(new URL(`../src/dialects/${name}/README.md`, import.meta.url), "utf8");
  const table = readme.split("## Coverage")[1]?.split(/\n\n(?!\|)/)[1] ?? "";
  return [...table.matchAll(/`(?:([A-Z]+) )?(\/[^`]+)`/g)].map(([, method, path = ""]) => ({
    method: methods.find((known) => known === method) ?? "POST",
    url: path.replaceAll(/:\w+/g, "0"),
  }));
}

describe.each(dialects)("$name", (dialect) => {
  const { callbacks } = dialect;

  test("answers everything its coverage table lists", async () => {
    const calls = covered(dialect.name);
    expect(calls.length).toBeGreaterThan(5);
    for (const { method, url } of calls) {
      const { statusCode, body } = await kassa.server.inject({ method, url, payload: "{}" });
      expect([url, statusCode === 404 || body.includes("Not found")]).toEqual([url, false]);
    }
  });

  test("turns away whoever does not say who they are, and changes nothing", async () => {
    const rows = () =>
      kassa.reader.query(
        "select (select count(*) from payments) as payments, (select count(*) from checkouts) as checkouts",
      );
    const before = await rows();
    for (const { method, url } of covered(dialect.name))
      await kassa.server.inject({ method, url, payload: "{}" });
    expect(await rows()).toEqual(before);
  });

  test("gives up sending a callback some day, and waits a while before each try", () => {
    if (!callbacks) return;
    const failure = { outcome: "status", status: 500 } as const;
    const pauses = Array.from({ length: 100 }, (_, i) => callbacks.retryAfter(i + 1, failure));
    const tries = pauses.indexOf(null);
    expect(tries).toBeGreaterThan(0);
    expect(pauses.slice(0, tries).every((pause) => pause && pause.total("seconds") > 0)).toBe(true);
  });

  test("signs its callbacks: another body or key, another signature; the key itself never leaves", async () => {
    if (!callbacks) return;
    const store = (await kassa.reader.list(stores, { dialect: dialect.name }))[0];
    const facts = store && (await kassa.house.directory.byId(store.id));
    if (!facts) throw new Error(`the sandbox has no store of ${dialect.name}`);
    const delivery = { destination: "https://shop.example.com/cb?x=1", body: '{"a":1}' } as Delivery;
    const sealed = JSON.stringify(callbacks.seal(delivery, facts));
    if (facts.secret !== "") expect(sealed).not.toContain(facts.secret);
    if (callbacks.isUnsigned) return;
    expect(JSON.stringify(callbacks.seal({ ...delivery, body: '{"a":2}' }, facts))).not.toBe(sealed);
    expect(JSON.stringify(callbacks.seal(delivery, { ...facts, secret: "another" }))).not.toBe(sealed);
  });
});

test("Moka's coverage table lists what is mounted, and nothing else", () => {
  const listed = covered("moka").map(({ url }) => url.slice(1));
  expect(listed.toSorted()).toEqual(Object.keys(mokaEndpoints).toSorted());
});
