import type { Reader } from "../../platform/db/index.ts";
import type { Account } from "./account.ts";

export type TrialBalance = { readonly currency: string; readonly debits: bigint; readonly credits: bigint };

/** Per currency, what all accounts were debited and credited. The two are equal, or the ledger is broken. */
export function trialBalance(reader: Reader): Promise<TrialBalance[]> {
  return reader.query(`select currency, sum(debits_posted)::bigint as debits, sum(credits_posted)::bigint as credits
    from accounts group by currency order by currency`);
}

/** Accounts whose sums differ from what their transfers say; none, or the ledger is broken. */
export function accountsOffTheirTransfers(
  reader: Reader,
): Promise<Pick<Account, "id" | "ownerId" | "code">[]> {
  return reader.query(`
    with moved as (
      select debit_account_id as id, amount, kind, true as is_debit from transfers
      union all select credit_account_id, amount, kind, false from transfers
    ), summed as (
      select id,
        coalesce(sum(amount) filter (where is_debit and kind in ('posted', 'post')), 0) as debits_posted,
        coalesce(sum(amount) filter (where not is_debit and kind in ('posted', 'post')), 0) as credits_posted,
        coalesce(sum(case kind when 'pending' then amount when 'posted' then 0 else -amount end)
          filter (where is_debit), 0) as debits_pending,
        coalesce(sum(case kind when 'pending' then amount when 'posted' then 0 else -amount end)
          filter (where not is_debit), 0) as credits_pending
      from moved group by id
    )
    select a.id, a.owner_id as "ownerId", a.code from accounts a left join summed s using (id)
    where (a.debits_posted, a.credits_posted, a.debits_pending, a.credits_pending) is distinct from
      (coalesce(s.debits_posted, 0), coalesce(s.credits_posted, 0),
       coalesce(s.debits_pending, 0), coalesce(s.credits_pending, 0))`);
}
