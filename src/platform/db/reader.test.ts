import pg from "pg";
import { afterAll, expect, inject, test } from "vitest";
import { Reader } from "./reader.ts";
import { table } from "./table.ts";

const reader = new Reader(inject("serverUrl"));
afterAll(() => reader.close());

type Method = { readonly amname: string; readonly amtype: string };
const columns = { amname: "text", amtype: "text" } as const;
const methods = table<Method>("pg_am", columns, { key: ["amname"] });
const missing = table<Method>("pg_am_is_not_here", columns, { key: ["amname"] });
const unreadable = table<{ readonly amname: string; readonly amtype: bigint }>(
  "pg_am",
  { amname: "text", amtype: "bigint" },
  { key: ["amname"] },
);
const numbered = table<{ readonly oid: string }>("pg_am", { oid: "uuid" }, { key: ["oid"] });

test("what cannot be answered fails alone, whatever was asked at the same time", async () => {
  const answers = await Promise.allSettled([
    reader.find(methods, { amname: "btree" }),
    reader.find(missing, { amname: "btree" }),
    reader.find(numbered, { oid: "no uuid" }),
    reader.value("text", "select nonsense"),
    reader.value("text", "select amname from pg_am where amtype = 't'"),
    reader.value("text", "select amname from pg_am where amtype = 'x'"),
    reader.value("bigint", "select 'no number'"),
    reader.list(methods, { amtype: "t" }),
  ]);
  expect(answers).toEqual([
    { status: "fulfilled", value: { amname: "btree", amtype: "i" } },
    { status: "rejected", reason: expect.any(pg.DatabaseError) },
    { status: "rejected", reason: expect.any(TypeError) },
    { status: "rejected", reason: expect.any(pg.DatabaseError) },
    { status: "fulfilled", value: "heap" },
    { status: "fulfilled", value: null },
    { status: "rejected", reason: expect.any(SyntaxError) },
    { status: "fulfilled", value: [{ amname: "heap", amtype: "t" }] },
  ]);
});

test("what is asked twice at the same time is answered twice", async () => {
  const [one, other] = await Promise.all([
    reader.list(methods, { amname: "btree" }),
    reader.list(methods, { amname: "btree" }),
  ]);
  expect(one).toEqual([{ amname: "btree", amtype: "i" }]);
  expect(other).toEqual(one);
});

test("a row that cannot be read rejects its own question, and nothing else", async () => {
  const [unread, read] = await Promise.allSettled([
    reader.find(unreadable, { amname: "btree" }),
    reader.find(methods, { amname: "btree" }),
  ]);
  expect(unread).toEqual({ status: "rejected", reason: expect.any(SyntaxError) });
  expect(read).toMatchObject({ status: "fulfilled", value: { amtype: "i" } });
});

test("settings that the database's address brings along stand beside ours", async () => {
  const url = new URL(inject("serverUrl"));
  url.searchParams.set("options", "-c statement_timeout=61000");
  const other = new Reader(url.href);
  const setting = (name: string) => other.value<string>("text", `select current_setting('${name}')`);
  try {
    expect(await setting("statement_timeout")).toBe("61s");
    expect(await setting("plan_cache_mode")).toBe("force_generic_plan");
  } finally {
    await other.close();
  }
});
