import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { ensureDatabase, migrate, startEmbedded } from "../src/platform/db/index.ts";

// schema.sql is what the migrations add up to, written from the catalog so that a change of schema is read in
// review. `--check` compares it instead of writing it.

const file = join(import.meta.dirname, "../schema.sql");

const catalog = {
  tables: `
    select format(E'create table %s (\\n%s\\n);\\n', c.relname, string_agg(line, E',\\n' order by place, line)) as text
    from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
    cross join lateral (
      select a.attnum as place, format('  %s %s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
        case when a.attnotnull then ' not null' else '' end,
        coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')) as line
      from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      union all
      select 1000, format('  constraint %s %s', k.conname, pg_get_constraintdef(k.oid))
      from pg_constraint k where k.conrelid = c.oid and k.contype <> 'n'
    ) lines
    where c.relkind = 'r' group by c.relname order by c.relname`,
  indexes: `
    select indexdef || E';' as text from pg_indexes
    where schemaname = 'public' and indexname not in (select conname from pg_constraint) order by indexname`,
};

async function dump(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "kassa-schema-"));
  const postgres = await startEmbedded(folder);
  try {
    const url = await ensureDatabase(postgres.url, "schema");
    await migrate(url);
    const client = new pg.Client(url);
    await client.connect();
    const [tables, indexes] = [await client.query(catalog.tables), await client.query(catalog.indexes)];
    await client.end();
    const text = [...tables.rows, ...indexes.rows].map((row) => row.text).join("\n");
    return `-- Written by scripts/schema.ts from the migrations. Do not edit.\n\n${text}\n`;
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const current = await dump();
if (process.argv.includes("--check")) {
  const stored = await readFile(file, "utf8").catch(() => "");
  if (stored !== current) {
    process.stderr.write(
      "schema.sql is not what the migrations add up to: run `npm run schema` and review it.\n",
    );
    process.exit(1);
  }
} else {
  await writeFile(file, current);
}
