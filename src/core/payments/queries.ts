import { columnsOf, type Pool, type Reader } from "../../platform/db/index.ts";
import { lowestUuidAt } from "../../platform/ids/index.ts";
import { type Refund, refunds } from "./card/refund.ts";
import type { PageOf, PaymentFilter } from "./pages.ts";
import { type Payment, type PaymentState, payments } from "./payment.ts";

export type DuePayment = {
  readonly id: string;
  readonly state: PaymentState;
  /** What an acquirer was last asked under. */
  readonly attempt: string | null;
  readonly lenderId: string;
};

/** Those that time ends: what is not finished, not decided, or held and not captured. */
const ends = `(p.state in ('pending', 'processing', 'authorized')
  or p.state = 'captured' and p.hold_id is not null and p.method <> 'credit')`;

/** Those of which no other payment of their reference may be paid, where several share one. */
const processed = "p.state in ('processing', 'authorized', 'captured', 'refunded')";

/** Payments whose time to finish is over at `now`, the longest overdue first. Drops the void deadlines before them. */
export async function duePayments(pool: Pool, now: Temporal.Instant, most: number): Promise<DuePayment[]> {
  const due = await deadlines(pool, now.toString(), most);
  // Time may end a payment at the same instant by two deadlines, when it had another in between.
  return [...new Map(due.map(({ at: _, ...payment }) => [payment.id, payment])).values()];
}

/** When the next payment's time is over. Drops the void deadlines before that. */
export async function nextExpiry(reader: Reader, pool: Pool): Promise<Temporal.Instant | null> {
  // Often there is none, and that is found out together with what else is asked.
  const first = await reader.value("timestamptz", "select min(at) from payment_deadlines");
  if (first === null) return null;
  // Mostly the first is not void, and the others need not be looked at.
  const [next] = await deadlines(pool, "infinity", 1, 1_000);
  return next?.at ?? null;
}

type Deadline = DuePayment & { readonly at: Temporal.Instant };

/** The first deadlines until then that are not void, among the first `most`; if all of those were, among the next `more`,
 *  and so on. None: there are none. */
async function deadlines(pool: Pool, until: string, most: number, more = most): Promise<Deadline[]> {
  for (let asked = most; ; asked = more) {
    const found = await keepDeadlines(pool, until, asked);
    const waiting = found.filter(({ id }) => id !== null);
    if (waiting.length > 0 || found.length < asked) return waiting as Deadline[];
  }
}

/** Looks at the first deadlines and drops those that are void: each is dropped once, together with many. What makes a
 *  payment end by time, or at another instant, brings a deadline along in the same commit; so one that is void as this
 *  statement sees it stays so. Of those it answers without an id. */
async function keepDeadlines(pool: Pool, until: string, most: number) {
  const { rows } = await pool.query<Deadline | { readonly id: null }>(
    `with looked as materialized (
       select d.at, d.id as deadline, p.id, p.state, p.instrument->>'attempt' as attempt, p.merchant_id
       from (select * from payment_deadlines where at <= $1::timestamptz order by at, id limit $2::int) d
         left join lateral (
           select * from payments p where p.id = d.payment_id and p.expires_at = d.at and ${ends} limit 1) p on true),
     void as materialized (
       select d.at, d.id from looked l join payment_deadlines d on d.at = l.at and d.id = l.deadline
       where l.id is null for update of d skip locked),
     dropped as (delete from payment_deadlines d using void v where d.at = v.at and d.id = v.id)
     select l.at, l.id, l.state, l.attempt, m.lender_id as "lenderId"
     from looked l left join merchants m on m.id = l.merchant_id order by l.at, l.deadline`,
    [until, most],
  );
  return rows;
}

export type Impossible = { readonly id: string; readonly problem: string };

/** Payments that cannot be as they are; none, or something is broken. */
export function impossiblePayments(reader: Reader): Promise<Impossible[]> {
  return reader.query(`
    select p.id, 'captured exceeds authorized' as problem from payments p
      where captured > case method when 'credit' then amount - prepayment else authorized end
    union all select p.id, 'refunded exceeds captured' from payments p where refunded > captured
    union all select p.id, 'captured without a loan' from payments p
      where method = 'credit' and captured > 0 and not exists (select 1 from loans l where l.payment_id = p.id)
    union all select l.payment_id, 'the loan is not what was captured less what came back' from loans l
      join payments p on p.id = l.payment_id
      where l.principal <> p.captured - p.refunded
    union all select l.payment_id, 'the loan costs another fee than was booked' from loans l
      left join (
        select subject_id, sum(case reason when 'overpayment agreed' then amount else -amount end) as fee
        from transfers where reason in ('overpayment agreed', 'overpayment recalculated') group by subject_id
      ) booked on booked.subject_id = l.payment_id
      where l.fee <> coalesce(booked.fee, 0)
    union all select l.payment_id, 'more is left to pay than the loan costs' from loans l
      where exists (
        select from instalments i where i.loan_id = l.id and i.state in ('scheduled', 'overdue')
        having sum(i.principal) > l.principal or sum(i.fee) > l.fee)
    union all select p.id, 'open hold of a closed payment' from payments p
      join transfers t on t.id = p.hold_id
      where (p.state in ('voided', 'expired', 'refunded', 'declined', 'failed')
        or p.state = 'captured' and (p.method = 'credit' or p.captured = p.authorized))
        and not exists (select 1 from transfers r where r.pending_id = t.id)
    union all select p.id, 'refunds do not sum to what was refunded' from payments p
      where p.method not in ('credit', 'wallet', 'mandate') and p.refunded <> (
        select coalesce(sum(r.amount), 0) from refunds r where r.payment_id = p.id and r.kind = 'refund')
    union all select p.id, 'ends by time without a deadline' from payments p
      where ${ends} and not exists (
        select 1 from payment_deadlines d where d.at = p.expires_at and d.payment_id = p.id)
    union all select p.id, 'processed without its reference' from payments p
      where p.number is not null and ${processed} and not exists (
        select 1 from payment_references r
        where r.store_id = p.store_id and r.reference = p.reference and r.payment_id = p.id)
    union all select p.id, 'keeps a reference and is not processed' from payment_references r
      join payments p on p.id = r.payment_id
      where not (${processed})
        or p.store_id <> r.store_id or p.reference <> r.reference`);
}

/** A finished order, as somebody looks for it at a till. */
export type SoldOrder = {
  readonly id: string;
  readonly storeId: string;
  readonly reference: string;
  readonly currency: string;
  readonly captured: bigint;
  readonly refunded: bigint;
  readonly capturedAt: Temporal.Instant;
  readonly phone: string;
  readonly firstName: string;
  readonly surname: string;
};

export type SoldOrderFilter = {
  readonly merchantId: string;
  readonly storeId: string;
  readonly lenderId: string;
  readonly phone?: string | undefined;
  /** The number of an identity document. */
  readonly paper?: string | undefined;
  /** The merchant's own number, or ours. */
  readonly orderId?: string | undefined;
  readonly reference?: string | undefined;
  readonly email?: string | undefined;
};

/** Finished orders of a store that fit everything asked for, the newest first. Each has a loan, whose id is of the same
 *  instant: so they are found in the order of time. */
export function soldOrders(reader: Reader, filter: SoldOrderFilter, most: number): Promise<SoldOrder[]> {
  const { merchantId, storeId, lenderId, phone, paper, orderId, reference, email } = filter;
  const optional = [phone, paper, orderId, reference, email];
  return reader.query(
    `select * from (
       select p.id, p.store_id as "storeId", p.reference, p.currency, p.captured, p.refunded,
         p.captured_at as "capturedAt", c.phone, c.first_name as "firstName", c.surname
       from loans l join payments p on p.id = l.payment_id join customers c on c.id = p.customer_id
       where l.merchant_id = $9::uuid and p.store_id = $1::uuid and c.lender_id = $2::uuid
         and ($3::text is null or c.phone = $3)
         and ($4::text is null or c.id in (select customer_id from customer_papers where lender_id = $2 and number = $4))
         and ($5::text is null or p.reference = $5 or p.details->>'orderId' = $5)
         and ($6::text is null or p.reference = $6)
         and ($7::text is null or lower(c.email) = lower($7))
       order by l.id desc limit $8::int) newest
     order by "capturedAt" desc, id desc`,
    [storeId, lenderId, ...optional.map((value) => value ?? null), most, merchantId],
  );
}

export type SaleLine = {
  readonly reference: string;
  readonly amount: bigint;
  readonly capturedAt: Temporal.Instant;
  readonly commissionPpm: bigint;
  readonly salesperson: string;
};

/** What a store has sold from `from` until before `until`, in order. */
export function salesOf(
  reader: Reader,
  sold: { merchantId: string; storeId: string; from: Temporal.Instant; until: Temporal.Instant },
): Promise<SaleLine[]> {
  const { merchantId, storeId, from, until } = sold;
  return reader.query(
    `select p.reference, p.captured as amount, p.captured_at as "capturedAt",
       (l.tariff->>'commissionPpm')::bigint as "commissionPpm", coalesce(p.details->>'salesperson', '') as salesperson
     from loans l join payments p on p.id = l.payment_id
     where l.merchant_id = $1::uuid and l.id >= $3::uuid and l.id < $4::uuid
       and p.store_id = $2::uuid and p.captured_at >= $5::timestamptz and p.captured_at < $6::timestamptz
     order by p.captured_at, p.reference limit 100000`,
    [merchantId, ...boundsOf({ storeId, from, to: until })],
  );
}

const sortColumns = {
  number: "number",
  amount: "amount",
  openedAt: "opened_at",
  reference: "reference",
} as const;

/** What of a store somebody asks for: what was made between two instants, both included. */
type Between = {
  readonly storeId: string;
  readonly from: Temporal.Instant;
  readonly to: Temporal.Instant;
};

/** Numbered payments in one of the states, by when they were opened, the oldest first. */
export function paymentsBetween(
  reader: Reader,
  { states, ...asked }: Between & { readonly states: readonly PaymentState[] },
  most: number,
): Promise<Payment[]> {
  return reader.query(
    `select ${columnsOf(payments, "p")} from payments p
     where p.id >= $2::uuid and p.id < $3::uuid and p.opened_at between $4::timestamptz and $5::timestamptz
       and p.store_id = $1::uuid and p.number is not null and p.state::text = any ($6)
     order by p.opened_at, p.number limit $7::int`,
    [...boundsOf(asked), states, most],
  );
}

/** The store, and the two instants: as ids, which are in the order of time and have an index, and as they are. */
function boundsOf({ storeId, from, to }: Between): readonly string[] {
  const ids = [lowestUuidAt(from), lowestUuidAt(to.add({ milliseconds: 1 }))];
  return [storeId, ...ids, from.toString(), to.toString()];
}

/** Something that was given back, and the payment it belongs to. */
export type RefundOf = Refund & { readonly payment: Payment };

/** What a store has given back between two instants, both included, the oldest first. */
export async function refundsBetween(reader: Reader, asked: Between, most: number): Promise<RefundOf[]> {
  const rows = await reader.query<Refund>(
    `select ${columnsOf(refunds, "r")} from refunds r join payments p on p.id = r.payment_id
     where r.id >= $2::uuid and r.id < $3::uuid and r.created_at between $4::timestamptz and $5::timestamptz
       and p.store_id = $1::uuid
     order by r.created_at, r.number limit $6::int`,
    [...boundsOf(asked), most],
  );
  const found = await reader.query<Payment>(
    `select ${columnsOf(payments, "p")} from payments p where p.id = any ($1::uuid[])`,
    [rows.map(({ paymentId }) => paymentId)],
  );
  const byId = new Map(found.map((payment) => [payment.id, payment]));
  return rows.flatMap((refund) => {
    const payment = byId.get(refund.paymentId);
    return payment ? [{ ...refund, payment }] : [];
  });
}

/** Those who ask for more are told that there are more. */
const mostCounted = 100_000;

/** Numbered payments of a store that fit, one page of them. */
export async function paymentPage(reader: Reader, filter: PaymentFilter, page: PageOf): Promise<Payment[]> {
  const { orderBy, isDescending, limit, offset } = page;
  const direction = isDescending ? "desc" : "asc";
  return reader.query(
    `select ${columnsOf(payments, "p")} from payments p where ${fits(isDescending)}
     order by p.${sortColumns[orderBy]} ${direction}, p.number ${direction} limit $10::int offset $11::int`,
    [...valuesOf(filter), limit, offset],
  );
}

/** How many fit, up to 100,000. */
export async function countPayments(reader: Reader, filter: PaymentFilter): Promise<number> {
  const rows = await reader.query<{ count: bigint }>(
    `select count(*) from (select 1 from payments p where ${fits(true)} limit ${mostCounted}) c`,
    valuesOf(filter),
  );
  return Number.parseInt(String(rows[0]?.count ?? 0), 10);
}

function fits(isDescending: boolean): string {
  return `p.store_id = $1::uuid and p.number is not null
    and ($2::text is null or p.reference = $2)
    and ($3::text[] is null or p.state::text = any ($3))
    and ($4::text[] is null or p.method::text = any ($4))
    and ($5::boolean is null or p.is_test = $5)
    and ($6::text is null or p.currency = $6)
    and ($7::uuid is null or p.payer_id = $7)
    and ($8::uuid is null or p.subscription_id = $8)
    and ($9::bigint is null or p.number ${isDescending ? "<=" : ">="} $9)`;
}

function valuesOf(filter: PaymentFilter): unknown[] {
  const { storeId, reference, states, methods, isTest, currency, payerId, subscriptionId, from } = filter;
  const optional = [reference, states, methods, isTest, currency, payerId, subscriptionId, from];
  return [storeId, ...optional.map((value) => value ?? null)];
}
