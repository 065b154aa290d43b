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
const numbered = table<{ readonly oid: string }>("pg_am", { oid: "uuid" }, { key: ["oid"] });

test("what cannot be answered fails alone, whatever was asked at the same time", async () => {
  const answers = await Promise.allSettled([
    reader.find(methods, { amname: "btree" }),
    reader.find(missing, { amname: "btree" }),
    reader.find(numbered, { oid: "no uuid" }),
    reader.list(methods, { amtype: "t" }),
  ]);
  expect(answers).toEqual([
    { status: "fulfilled", value: { amname: "btree", amtype: "i" } },
    { status: "rejected", reason: expect.any(pg.DatabaseError) },
    { status: "rejected", reason: expect.any(TypeError) },
    { status: "fulfilled", value: [{ amname: "heap", amtype: "t" }] },
  ]);
});
