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
