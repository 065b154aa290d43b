import type pg from "pg";

/** The tables that purchases fill. `isAppended`: the calls add to it and never look anything up. */
type Filled = { readonly table: string; readonly isAppended?: true; readonly only?: string };

/** Payments by card that every sandbox begins with. */
const examples = "select id from payments where method <> 'credit'";

export const filled: readonly Filled[] = [
  { table: "transfers", only: `subject_id not in (${examples})` },
  { table: "instalments" },
  { table: "payments", only: "method = 'credit'" },
  { table: "checkouts" },
  { table: "accounts", only: "code in ('principal', 'fees', 'credit_balance')" },
  { table: "customers" },
  { table: "loans" },
  { table: "events", isAppended: true },
  { table: "deliveries", isAppended: true },
  { table: "delivery_attempts", isAppended: true },
  { table: "request_log", isAppended: true },
  { table: "confirmations", isAppended: true },
  { table: "receipts", isAppended: true },
];

/** Ids of who is not copied along: merchants, their stores and what belongs to them. */
const shared = ["merchant_id", "store_id", "lender_id", "tariff_id", "debit_account_id", "credit_account_id"];

/** What makes a copy another row, where the type of the column does not say it: texts that are unique. `c` is the
 *  number of the copy, `t` the row that is copied. */
const told: Readonly<Record<string, string>> = {
  "payments.reference": "t.reference || '-' || c",
  "checkouts.token": "head || right(t.token, 28)",
  "customers.phone": "right(t.phone, 3) || lpad(c::text, 9, '0')",
  "customers.surname": "t.surname || c",
};

/** Copies lie in the last month but for a day: what is older is pruned, or falls due meanwhile. */
const ago = "interval '29 days'";

/** Keeps what the tables hold now as the pattern of all copies, and when that was, from which the copies of all tables
 *  count their time; keeps vacuum from running meanwhile. */
export async function keepPatterns(client: pg.ClientBase): Promise<void> {
  await client.query("create table begun as select now() as at");
  for (const { table, only = "true" } of filled) {
    await client.query(`create table pattern_of_${table} as select * from ${table} where ${only}`);
    await client.query(`alter table ${table} set (autovacuum_enabled = off)`);
  }
}

/** The statement that adds the copies from $1 to $2 of a table's pattern. An id of a copy begins with its `head`,
 *  the copy's time, and ends as in the pattern: so it sorts by time, and ids that belong together still do. */
export async function copying(client: pg.ClientBase, table: string): Promise<string> {
  const { rows } = await client.query<{ name: string; type: string }>(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [table],
  );
  const columns = rows.map(({ name }) => name).join(", ");
  const values = rows.map(({ name, type }) => copied(table, name, type)).join(", ");
  return `insert into ${table} (${columns}) select ${values}
    from (select c, lpad(to_hex((extract(epoch from at - ${ago}) * 1000)::bigint + c), 12, '0') as head
      from begun, generate_series($1::bigint, $2::bigint) c) copies cross join pattern_of_${table} t`;
}

function copied(table: string, name: string, type: string): string {
  const known = told[`${table}.${name}`];
  if (known) return known;
  if (type === "uuid" && !shared.includes(name)) {
    return `(head || right(translate(t.${name}::text, '-', ''), 20))::uuid`;
  }
  if (type.startsWith("timestamp")) return `t.${name} - ${ago} + c * interval '1 ms'`;
  return `t.${name}`;
}
