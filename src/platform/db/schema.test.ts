import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { type AnyTable, snake } from "./table.ts";

const src = join(import.meta.dirname, "../..");

/** Every table that the code defines, found by looking at what each file exports. */
async function findTables(): Promise<AnyTable[]> {
  const files = globSync("**/*.ts", { cwd: src })
    .filter((file) => !file.endsWith(".test.ts"))
    .filter((file) => /\btable<\w+>\(\s*"/.test(readFileSync(join(src, file), "utf8")));
  const modules = await Promise.all(files.map((file) => import(join(src, file))));
  return modules.flatMap((module) => Object.values<unknown>(module)).filter(isTable);
}

function isTable(value: unknown): value is AnyTable {
  return typeof value === "object" && value !== null && "columns" in value && "sums" in value;
}

const tables = await findTables();
const ownBooks = ["migrations", "write_groups"];

describe("the tables of the code and of the migrated database are the same:", () => {
  const url = new URL(inject("serverUrl"));
  url.pathname = `/${inject("template")}`;
  const client = new pg.Client(url.href);
  beforeAll(() => client.connect());
  afterAll(() => client.end());

  test("each has one of the other side", async () => {
    const { rows } = await client.query("select tablename from pg_tables where schemaname = 'public'");
    const stored = rows.map((row) => row.tablename as string).filter((name) => !ownBooks.includes(name));
    expect(tables.map(({ name }) => name).toSorted()).toEqual(stored.toSorted());
  });

  test.each(tables)(
    "$name has the same columns, in the same order and with the same types",
    async ({ name, columns }) => {
      const { rows } = await client.query(
        `select attname as name, format_type(coalesce(nullif(typbasetype, 0), atttypid), atttypmod) as type
       from pg_attribute join pg_type t on t.oid = atttypid
       where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
        [name],
      );
      const stored = rows.map((row) => [row.name, alias[row.type as string] ?? row.type]);
      const defined = Object.entries(columns).map(([column, type]) => [snake(column), type]);
      expect(defined).toEqual(stored);
    },
  );

  test.each(tables)("$name has the same primary key", async ({ name, key }) => {
    const { rows } = await client.query(
      `select a.attname as name from pg_index i join pg_attribute a on a.attrelid = i.indrelid
       where i.indrelid = $1::regclass and i.indisprimary and a.attnum = any(i.indkey)
       order by array_position(i.indkey::int2[], a.attnum)`,
      [name],
    );
    expect(rows.map((row) => row.name)).toEqual(key.map(snake));
  });

  test.each(tables)("$name adds up only columns that are bigint and never null", async ({ name, sums }) => {
    const { rows } = await client.query(
      `select attname as name from pg_attribute
       where attrelid = $1::regclass and attnotnull and atttypid = 'bigint'::regtype`,
      [name],
    );
    expect(rows.map((row) => row.name)).toEqual(expect.arrayContaining(sums.map(snake)));
  });
});

const alias: Readonly<Record<string, string>> = { "timestamp with time zone": "timestamptz" };
