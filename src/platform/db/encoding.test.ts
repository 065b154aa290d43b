import fc from "fast-check";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { uuidOf } from "../ids/index.ts";
import { clientConfig } from "./connection.ts";
import { insertRows } from "./statements.ts";
import { table } from "./table.ts";

type Thing = {
  readonly id: string;
  readonly word: string | null;
  readonly data: unknown;
  readonly words: readonly string[] | null;
  readonly bytes: Uint8Array | null;
  readonly amount: bigint | null;
  readonly count: number | null;
  readonly ratio: number | null;
  readonly isSo: boolean | null;
  readonly at: Temporal.Instant | null;
  readonly day: Temporal.PlainDate | null;
};

const things = table<Thing>("things", {
  id: "uuid",
  word: "text",
  data: "jsonb",
  words: "text[]",
  bytes: "bytea",
  amount: "bigint",
  count: "integer",
  ratio: "double precision",
  isSo: "boolean",
  at: "timestamptz",
  day: "date",
});

const client = new pg.Client(clientConfig(inject("serverUrl")));
beforeAll(async () => {
  await client.connect();
  await client.query(`create temporary table things (id uuid, word text, data jsonb, words text[], bytes bytea,
    amount bigint, count integer, ratio double precision, is_so boolean, at timestamptz, day date)`);
});
afterAll(() => client.end());

/** All that reading could stumble over, and whatever else. NUL cannot be stored in PostgreSQL. */
const text = fc
  .oneof(
    fc.string({ unit: fc.constantFrom(..."\\\"'(){},\n\t ax$") }),
    fc.string({ unit: "binary" }),
    fc.constantFrom("", "null", "NULL", "{}", "()", '""', "\\", " "),
  )
  .map((value) => value.replaceAll("\0", "").toWellFormed());

const json = fc.jsonValue({ stringUnit: "grapheme" }).filter((value) => value !== null);
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });
const from = Date.UTC(1900);
const until = Date.UTC(2200);

const thing: fc.Arbitrary<Thing> = fc.record({
  id: fc.uuid(),
  word: orNull(text),
  data: orNull(json),
  words: orNull(fc.array(text)),
  bytes: orNull(fc.uint8Array()),
  amount: orNull(fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n)),
  count: orNull(fc.integer()),
  ratio: orNull(fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0)),
  isSo: orNull(fc.boolean()),
  at: orNull(fc.integer({ min: from, max: until }).map((ms) => Temporal.Instant.fromEpochMilliseconds(ms))),
  day: orNull(
    fc.integer({ min: 0, max: 900_000 }).map((days) => Temporal.PlainDate.from("0001-01-01").add({ days })),
  ),
});

test("rows arrive in the database as they were, whatever is in them", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(thing, { minLength: 1, maxLength: 5 }), async (rows) => {
      await client.query("truncate things");
      await client.query(insertRows(things, rows));
      const stored = await client.query<Thing>('select *, is_so as "isSo" from things');
      expect(stored.rows.map(readable)).toEqual(rows.map(readable));
    }),
    { numRuns: 200 },
  );
});

function readable({ id, word, data, words, bytes, amount, count, ratio, isSo, at, day }: Thing) {
  const hex = bytes && Buffer.from(bytes).toString("hex");
  const same = JSON.stringify(data, (_key, value) => (isPlain(value) ? sorted(value) : value));
  return { id, word, data: same, words, hex, amount, count, ratio, isSo, at: `${at}`, day: `${day}` };
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** JSON objects have no order; nor does PostgreSQL keep it. */
function sorted(value: object): object {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

test("so do as many rows as there may be, whatever was sent before", async () => {
  const rows = Array.from({ length: 5_000 }, (_, i) => ({
    ...nothing,
    id: uuidOf(`${i}`),
    word: "ż".repeat(i % 90),
  }));
  await client.query("truncate things");
  await client.query(insertRows(things, rows));
  const stored = await client.query<Thing>("select id, word from things");
  expect(new Map(stored.rows.map(({ id, word }) => [id, word]))).toEqual(
    new Map(rows.map(({ id, word }) => [id, word])),
  );
});

test.each([
  "",
  "no uuid",
  "0193-",
  `${uuidOf("one")}0`,
  uuidOf("one").slice(1),
  `g${uuidOf("one").slice(1)}`,
])("%j is no UUID", (id) => {
  expect(() => insertRows(things, [{ ...nothing, id }])).toThrow(TypeError);
});

const nothing = {
  ...{ word: null, data: null, words: null, bytes: null, amount: null, count: null, ratio: null },
  ...{ isSo: null, at: null, day: null },
};
