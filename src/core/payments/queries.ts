import type { Reader } from "../../platform/db/index.ts";

export type DuePayment = {
  readonly id: string;
  readonly lenderId: string;
  readonly expiresAt: Temporal.Instant;
};

/** Payments whose time to finish is over at `now`, the longest overdue first. */
export function duePayments(reader: Reader, now: Temporal.Instant, most: number): Promise<DuePayment[]> {
  return reader.query(
    `select p.id, m.lender_id as "lenderId", p.expires_at as "expiresAt"
     from payments p join merchants m on m.id = p.merchant_id
     where p.state in ('pending', 'authorized') and p.expires_at <= $1::timestamptz
     order by p.expires_at limit $2::int`,
    [now.toString(), most],
  );
}

/** When the next payment's time is over. */
export async function nextExpiry(reader: Reader): Promise<Temporal.Instant | null> {
  const rows = await reader.query<{ at: Temporal.Instant | null }>(
    "select min(expires_at) as at from payments where state in ('pending', 'authorized')",
  );
  return rows[0]?.at ?? null;
}

export type Impossible = { readonly id: string; readonly problem: string };

/** Payments that cannot be as they are; none, or something is broken. */
export function impossiblePayments(reader: Reader): Promise<Impossible[]> {
  return reader.query(`
    select p.id, 'captured exceeds authorized' as problem from payments p where captured > amount - prepayment
    union all select p.id, 'refunded exceeds captured' from payments p where refunded > captured
    union all select p.id, 'captured without a loan' from payments p
      where captured > 0 and not exists (select 1 from loans l where l.payment_id = p.id)
    union all select p.id, 'open hold of a closed payment' from payments p
      join transfers t on t.id = p.hold_id
      where p.state in ('voided', 'expired', 'captured', 'refunded')
        and not exists (select 1 from transfers r where r.pending_id = t.id)
    union all select l.payment_id, 'instalments do not sum to the loan' from loans l
      where l.principal + l.fee <> l.paid_principal + l.paid_fee + (
        select coalesce(sum(i.principal + i.fee), 0) from instalments i
        where i.loan_id = l.id and i.state in ('scheduled', 'collecting', 'overdue'))`);
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

/** Finished orders of a store that fit everything asked for, the newest first. */
export function soldOrders(reader: Reader, filter: SoldOrderFilter, most: number): Promise<SoldOrder[]> {
  const { storeId, lenderId, phone, paper, orderId, reference, email } = filter;
  return reader.query(
    `select p.id, p.store_id as "storeId", p.reference, p.currency, p.captured, p.refunded,
       p.captured_at as "capturedAt", c.phone, c.first_name as "firstName", c.surname
     from payments p join customers c on c.id = p.customer_id
     where p.store_id = $1::uuid and p.captured_at is not null and c.lender_id = $2::uuid
       and ($3::text is null or c.phone = $3)
       and ($4::text is null or c.id in (select customer_id from customer_papers where lender_id = $2 and number = $4))
       and ($5::text is null or p.reference = $5 or p.details->>'orderId' = $5)
       and ($6::text is null or p.reference = $6)
       and ($7::text is null or lower(c.email) = lower($7))
     order by p.captured_at desc, p.id desc limit $8::int`,
    [
      storeId,
      lenderId,
      phone ?? null,
      paper ?? null,
      orderId ?? null,
      reference ?? null,
      email ?? null,
      most,
    ],
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
  { storeId, from, until }: { storeId: string; from: Temporal.Instant; until: Temporal.Instant },
): Promise<SaleLine[]> {
  return reader.query(
    `select p.reference, p.captured as amount, p.captured_at as "capturedAt",
       (l.tariff->>'commissionPpm')::bigint as "commissionPpm", coalesce(p.details->>'salesperson', '') as salesperson
     from payments p join loans l on l.payment_id = p.id
     where p.store_id = $1::uuid and p.captured_at >= $2::timestamptz and p.captured_at < $3::timestamptz
     order by p.captured_at, p.reference limit 100000`,
    [storeId, from.toString(), until.toString()],
  );
}
