import pg from "pg";

const parsers: Record<number, (text: string) => unknown> = {
  [pg.types.builtins.INT8]: BigInt,
  [pg.types.builtins.DATE]: (text) => Temporal.PlainDate.from(text),
  [pg.types.builtins.TIMESTAMPTZ]: (text) => Temporal.Instant.from(text),
};

/** How every connection of ours reads PostgreSQL's values: int8 as bigint, dates and instants as Temporal. */
export function clientConfig(databaseUrl: string): pg.ClientConfig {
  return {
    connectionString: databaseUrl,
    application_name: "kassa",
    types: {
      getTypeParser: ((oid: number, format?: "text") =>
        parsers[oid] ?? pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  };
}

/** A pool for reads. Its idle connections may die with the database; they are replaced on use. */
export function createPool(databaseUrl: string, max = 8): pg.Pool {
  const pool = new pg.Pool({ ...clientConfig(databaseUrl), max });
  pool.on("error", () => undefined);
  return pool;
}
