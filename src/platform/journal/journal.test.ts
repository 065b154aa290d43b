import { afterAll, beforeAll, expect, test } from "vitest";
import { newDatabase } from "../../../test/support/kassa.ts";
import { createPool, Reader } from "../db/index.ts";
import { uuidAt } from "../ids/index.ts";
import { type Entry, Journal } from "./index.ts";

const at = Temporal.Instant.from("2027-01-01T12:00:00Z");

let database: Awaited<ReturnType<typeof newDatabase>>;
let pool: ReturnType<typeof createPool>;
let reader: Reader;

beforeAll(async () => {
  database = await newDatabase();
  pool = createPool(database.url, 2);
  reader = new Reader(database.url);
});

afterAll(async () => {
  await Promise.all([pool.end(), reader.close()]);
  await database.drop();
});

function entry(reference: string): Entry {
  const what = { dialect: "mokka-online", operation: "status", method: "POST", path: "/factoring/v1/status" };
  const how = { status: 200, answer: "24", refusal: "payment_not_found", durationMs: 1.25 };
  return { id: uuidAt(at), at, storeId: null, reference, ...what, ...how };
}

test("a request is kept as it was, for 30 days and no longer", async () => {
  const journal = new Journal(pool);
  journal.record(entry("A-1"));
  await journal.flush();
  const kept = () => reader.query("select reference, answer, refusal, duration_ms from request_log");
  const row = { reference: "A-1", answer: "24", refusal: "payment_not_found", duration_ms: 1.25 };
  await journal.prune(at.add({ hours: 24 * 30 - 1 }));
  expect(await kept()).toEqual([row]);
  await journal.prune(at.add({ hours: 24 * 30 + 1 }));
  expect(await kept()).toEqual([]);
});

test("under a flood entries are dropped and counted, and none that was taken is lost", async () => {
  const journal = new Journal(pool);
  for (let i = 0; i < 10_500; i++) journal.record(entry(`B-${i}`));
  await journal.flush();
  expect(journal.dropped).toBe(500);
  expect(await reader.query("select count(*)::int as n from request_log")).toEqual([{ n: 10_000 }]);
});
