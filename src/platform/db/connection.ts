import pg from "pg";
import { remembered } from "../remembered.ts";
import type { PgType } from "./table.ts";

type Parse = (text: string) => unknown;

/** Dates and instants are read again and again with the rows that have them, and are dear to make and to collect. */
const parsers: Record<number, Parse> = {
  [pg.types.builtins.INT8]: BigInt,
  [pg.types.builtins.DATE]: remembered((text: string) => Temporal.PlainDate.from(text)),
  [pg.types.builtins.TIMESTAMPTZ]: remembered((text: string) => Temporal.Instant.from(text)),
};

const textArray = 1009;

const oids: Readonly<Record<PgType, number>> = {
  uuid: pg.types.builtins.UUID,
  text: pg.types.builtins.TEXT,
  bigint: pg.types.builtins.INT8,
  integer: pg.types.builtins.INT4,
  boolean: pg.types.builtins.BOOL,
  timestamptz: pg.types.builtins.TIMESTAMPTZ,
  date: pg.types.builtins.DATE,
  json: pg.types.builtins.JSON,
  jsonb: pg.types.builtins.JSONB,
  "text[]": textArray,
  "double precision": pg.types.builtins.FLOAT8,
  bytea: pg.types.builtins.BYTEA,
};

/** How PostgreSQL numbers its type. */
export function oidOf(type: PgType): number {
  return oids[type];
}

/** How a value of this type is read from PostgreSQL's text. */
export function parserOf(type: PgType): Parse {
  return parserOfOid(oids[type]);
}

function parserOfOid(oid: number): Parse {
  return parsers[oid] ?? pg.types.getTypeParser(oid);
}

/** How every connection of ours reads PostgreSQL's values: int8 as bigint, dates and instants as Temporal. */
export function clientConfig(databaseUrl: string): pg.ClientConfig {
  return {
    connectionString: databaseUrl,
    application_name: "kassa",
    types: {
      getTypeParser: parserOfOid as typeof pg.types.getTypeParser,
    },
  };
}

/** For statements that pick rows by key: they are planned once, while tables may still be small, and must go by
 *  index ever after. */
const byIndex = ["enable_seqscan", "enable_bitmapscan", "enable_hashjoin", "enable_mergejoin", "jit"].map(
  (name) => `-c ${name}=off`,
);

/** The same for connections that run keyed statements only. */
export function keyedConfig(databaseUrl: string): pg.ClientConfig {
  return configWith(databaseUrl, [...byIndex, "-c plan_cache_mode=force_generic_plan"]);
}

/** With settings of the session. Those that the URL brings along stay; pg would take them in place of ours. */
function configWith(databaseUrl: string, settings: readonly string[]): pg.ClientConfig {
  const url = new URL(databaseUrl);
  const given = url.searchParams.getAll("options");
  url.searchParams.set("options", [...given, ...settings].join(" "));
  return clientConfig(url.href);
}

/** A pool for reads. Its idle connections may die with the database; they are replaced on use. */
export function createPool(databaseUrl: string, max = 4): pg.Pool {
  return quiet(new pg.Pool({ ...clientConfig(databaseUrl), max }));
}

/** For what may be lost when the database crashes: commits that wait for no disk, and keep nobody else's waiting. What
 *  they wrote is there as a whole or not at all. */
export function createLogPool(databaseUrl: string): pg.Pool {
  return quiet(new pg.Pool({ ...configWith(databaseUrl, ["-c synchronous_commit=off"]), max: 2 }));
}

/** Keeps the loss of a pool's idle connection from ending the process. */
export function quiet(pool: pg.Pool): pg.Pool {
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}
