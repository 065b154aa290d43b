import type { Reader } from "../../platform/db/index.ts";
import type { Loan, LoanInstalment } from "./loan.ts";

export type DueInstalment = {
  readonly lenderId: string;
  readonly loanId: string;
  readonly number: number;
  readonly phone: string;
  readonly amount: bigint;
  readonly currency: string;
};

/** Behind it lies everything. */
const beforeAll = "-infinity";

/** Instalments due after one day, or from the first on, until another that wait to be collected, oldest first. The index
 *  leads past all that was paid of late, so whoever knows that nothing waits up to a day says so. */
export function dueInstalments(
  reader: Reader,
  { after, until, most }: { after?: Temporal.PlainDate | undefined; until: Temporal.PlainDate; most: number },
): Promise<DueInstalment[]> {
  return reader.query(
    `select i.lender_id as "lenderId", i.loan_id as "loanId", i.number, i.principal + i.fee as amount,
       i.currency, (select phone from customers c where c.id = i.customer_id)
     from instalments i
     where i.state = 'scheduled' and i.due_on > $1::date and i.due_on <= $2::date
     order by i.due_on, i.loan_id, i.number limit $3::int`,
    [after?.toString() ?? beforeAll, until.toString(), most],
  );
}

/** The first day on which an instalment falls due, of all or of those after a day. */
export function nextDueDay(reader: Reader, after?: Temporal.PlainDate): Promise<Temporal.PlainDate | null> {
  const text = "select min(due_on) from instalments where state = 'scheduled' and due_on > $1::date";
  return reader.value("date", text, [after?.toString() ?? beforeAll]);
}

export type OwedInstalment = Pick<LoanInstalment, "dueOn" | "principal" | "fee" | "state">;

/** What a customer has still to pay in a currency, over all loans of the lender, the earliest day first. */
export function owedBy(reader: Reader, customerId: string, currency: string): Promise<OwedInstalment[]> {
  return reader.query(
    `select i.due_on as "dueOn", i.principal, i.fee, i.state
     from loans l join instalments i on i.loan_id = l.id
     where l.customer_id = $1::uuid and l.currency = $2 and i.state in ('scheduled', 'overdue')
     order by i.due_on, i.loan_id, i.number`,
    [customerId, currency],
  );
}

type LoanRow = Pick<Loan, "currency" | "tariff"> &
  Pick<LoanInstalment, "number"> &
  OwedInstalment & {
    readonly lent: bigint;
    readonly cost: bigint;
  };

/** The loan of a payment, and its instalments in order: both as they are at one moment. */
export async function loanOf(reader: Reader, paymentId: string) {
  const rows = await reader.query<LoanRow>(
    `select l.currency, l.tariff, l.principal as lent, l.fee as cost,
       i.number, i.due_on as "dueOn", i.principal, i.fee, i.state
     from loans l join instalments i on i.loan_id = l.id
     where l.payment_id = $1::uuid order by i.number`,
    [paymentId],
  );
  const [first] = rows;
  if (!first) return undefined;
  const { currency, tariff, lent, cost } = first;
  return { loan: { currency, tariff, principal: lent, fee: cost }, rows };
}

/** Customers whose debt in the ledger is not what their instalments left to pay sum to; none, or something is broken. */
export function debtsOffTheLedger(reader: Reader): Promise<{ customerId: string; code: string }[]> {
  return reader.query(`
    with owed as (
      select l.customer_id, l.currency, sum(i.principal) as principal, sum(i.fee) as fees
      from loans l join instalments i on i.loan_id = l.id and i.state in ('scheduled', 'overdue')
      group by l.customer_id, l.currency)
    select coalesce(a.owner_id, o.customer_id) as "customerId", coalesce(a.code, o.code) as code
    from (select * from accounts where code in ('principal', 'fees')) a
      full join (
        select customer_id, currency, code, amount
        from owed cross join lateral (values ('principal', principal), ('fees', fees)) of (code, amount)
      ) o on o.customer_id = a.owner_id and o.currency = a.currency and o.code = a.code
    where coalesce(a.debits_posted - a.credits_posted, 0) <> coalesce(o.amount, 0)`);
}

/** Lenders whose charges were left in the middle. */
export async function leftCollections(reader: Reader, now: Temporal.Instant): Promise<string[]> {
  const rows = await reader.query<{ id: string }>(
    `select lender_id as id from collections where claimed_until <= $1::timestamptz order by claimed_until`,
    [now.toString()],
  );
  return rows.map(({ id }) => id);
}

/** When charges that are under way count as left in the middle; null: none are. */
export function nextLeftCollection(reader: Reader): Promise<Temporal.Instant | null> {
  return reader.value(
    "timestamptz",
    "select min(claimed_until) from collections where claimed_until is not null",
  );
}
