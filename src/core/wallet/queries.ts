import { columnsOf, type Reader } from "../../platform/db/index.ts";
import { type Payment, payments } from "../payments/index.ts";
import { type WalletAttempt, walletAttempts } from "./attempt.ts";
import { type Mandate, mandates } from "./mandate.ts";
import { type WalletMovement, walletMovements } from "./report.ts";

/** What a user was asked to pay, or paid under a mandate, the newest first. */
export function paymentsInWallet(reader: Reader, payerId: string, most: number): Promise<Payment[]> {
  return reader.query(
    `select ${columnsOf(payments, "p")} from payments p
     where p.payer_id = $1::uuid and p.method in ('wallet', 'mandate') order by p.id desc limit $2::int`,
    [payerId, most],
  );
}

/** What was paid under a mandate, the newest first. */
export function paymentsOfMandate(reader: Reader, mandateId: string, most: number): Promise<Payment[]> {
  return reader.query(
    `select ${columnsOf(payments, "p")} from payments p
     where p.mandate_id = $1::uuid order by p.id desc limit $2::int`,
    [mandateId, most],
  );
}

/** A user's mandates, the newest first. */
export function mandatesOfPayer(reader: Reader, payerId: string): Promise<Mandate[]> {
  return reader.query(
    `select ${columnsOf(mandates, "m")} from mandates m where m.payer_id = $1::uuid order by m.id desc limit 1000`,
    [payerId],
  );
}

/** The latest approval of each payment that has one. */
export function attemptsOfPayments(reader: Reader, paymentIds: readonly string[]): Promise<WalletAttempt[]> {
  return reader.query(
    `select ${columnsOf(walletAttempts, "a")} from unnest($1::uuid[]) as p(id)
     cross join lateral (
       select * from wallet_attempts w where w.payment_id = p.id order by w.id desc limit 1) a`,
    [paymentIds],
  );
}

/** The latest change of card that a mandate's user asked for. */
export async function cardChangeOf(reader: Reader, mandateId: string): Promise<WalletAttempt | undefined> {
  const rows = await reader.query<WalletAttempt>(
    `select ${columnsOf(walletAttempts, "a")} from wallet_attempts a
     where a.mandate_id = $1::uuid and a.payment_id = a.id order by a.id desc limit 1`,
    [mandateId],
  );
  return rows[0];
}

/** What was reported of payments, in the order it came. */
export function movementsOf(reader: Reader, paymentIds: readonly string[]): Promise<WalletMovement[]> {
  return reader.query(
    `select ${columnsOf(walletMovements, "m")} from wallet_movements m
     where m.payment_id = any ($1::uuid[]) order by m.id`,
    [paymentIds],
  );
}

/** Payments whose amounts are not what was reported of them; none, or something is broken. What captures itself is
 *  reported of by nobody. */
export function unlikeReported(reader: Reader): Promise<{ readonly id: string; readonly problem: string }[]> {
  return reader.query(`
    select p.id, 'captures or refunds do not sum to what was reported' as problem from payments p
    cross join lateral (
      select coalesce(sum(m.amount) filter (where m.kind = 'capture'), 0) as captured,
        coalesce(sum(m.amount) filter (where m.kind = 'refund'), 0) as refunded
      from wallet_movements m where m.payment_id = p.id) reported
    where p.method in ('wallet', 'mandate') and (p.refunded <> reported.refunded or p.captured <>
      case when p.details->>'captureAtOnce' = 'true' and p.captured_at is not null then p.amount
        else reported.captured end)`);
}
