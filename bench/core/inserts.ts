import pg from "pg";
import type { Measured } from "../load/measure.ts";
import { race } from "../load/race.ts";
import { serve } from "../setting/crew.ts";
import { type Rows, rowsOfCall } from "./rows.ts";

type Statements = readonly { readonly table: string; readonly text: string }[];

let together: pg.Client;
let pool: pg.Pool;
let statements: Statements = [];

/** The least that a money call must do to the database: its rows, durably, without locks or decisions. */
const duties = {
  async open({ databaseUrl, pooled }: { databaseUrl: string; pooled: number }): Promise<void> {
    together = new pg.Client({ connectionString: databaseUrl, pipeline: true });
    await together.connect();
    pool = new pg.Pool({ connectionString: databaseUrl, pipeline: true, max: pooled });
    statements = await Promise.all(Object.keys(rowsOfCall()).map(insertInto));
  },

  /** Callers who wait at the same moment share the next commit, one statement per table. */
  together({ callers, seconds }: { callers: number; seconds: number }): Promise<Measured> {
    let waiting: { rows: Rows; resolve: () => void }[] = [];
    let isBusy = false;
    const commit = async () => {
      isBusy = true;
      while (waiting.length > 0) {
        const batch = waiting;
        waiting = [];
        await write(
          together,
          batch.map(({ rows }) => rows),
        );
        for (const { resolve } of batch) resolve();
      }
      isBusy = false;
    };
    return race(callers, seconds, () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push({ rows: rowsOfCall(), resolve });
      if (!isBusy) setImmediate(() => void (isBusy || commit()));
      return promise;
    });
  },

  /** Every caller has a transaction of its own. */
  alone: ({ callers, seconds }: { callers: number; seconds: number }): Promise<Measured> =>
    race(callers, seconds, async () => {
      const client = await pool.connect();
      await write(client, [rowsOfCall()]);
      client.release();
    }),
};

export type InsertDuties = typeof duties;

async function write(client: pg.ClientBase, calls: readonly Rows[]): Promise<void> {
  const inserts = statements.map(({ table, text }) =>
    client.query({ name: table, text, values: [JSON.stringify(calls.flatMap((rows) => rows[table]))] }),
  );
  await Promise.all([client.query("begin"), ...inserts, client.query("commit")]);
}

/** One statement for any number of rows, from the table as the migrations have made it. */
async function insertInto(table: string): Promise<Statements[number]> {
  const { rows } = await pool.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [table],
  );
  const names = rows.map(({ name }) => name).join(", ");
  const typed = rows.map(({ name, type }) => `${name} ${type}`).join(", ");
  return {
    table,
    text: `insert into ${table} (${names}) select ${names} from json_to_recordset($1::json) as r(${typed})`,
  };
}

serve(duties);
