-- PostgreSQL reads a table's check constraints anew for each statement, which costs more than the rows of a small
-- group. What one column may hold is therefore said by its type (a domain is read once per connection), and what is
-- said of several columns together is said in one constraint, but for those that refuse a request by name.

create domain minor_units as bigint check (value >= 0);
create domain payment_state as text
  check (value in ('pending', 'authorized', 'captured', 'refunded', 'declined', 'voided', 'expired'));
create domain decision as text check (value in ('approved', 'declined'));
create domain customer_standing as text check (value in ('new', 'approved', 'declined'));
create domain phone as text check (value ~ '^[0-9]{6,15}$');
create domain checkout_purpose as text check (value in ('registration', 'purchase'));
create domain checkout_step as text check (value in ('identify', 'confirm', 'assess', 'choose', 'done'));
create domain loan_state as text check (value in ('active', 'repaid', 'returned'));
create domain instalment_state as text check (value in ('scheduled', 'collecting', 'paid', 'overdue', 'canceled'));
create domain transfer_kind as text check (value in ('posted', 'pending', 'post', 'void'));
create domain delivery_channel as text check (value in ('callback', 'sms', 'mail'));
create domain delivery_state as text check (value in ('pending', 'delivered', 'failed'));

drop index payments_due;
alter table payments
  drop constraint payments_amount_check,
  drop constraint payments_check,
  drop constraint payments_captured_check,
  drop constraint payments_refunded_check,
  drop constraint payments_state_check,
  drop constraint payments_decision_check,
  drop constraint payments_reference_check,
  alter amount type minor_units,
  alter prepayment type minor_units,
  alter captured type minor_units,
  alter refunded type minor_units,
  alter state type payment_state,
  alter decision type decision,
  add check (amount > 0 and prepayment <= amount and length(reference) between 1 and 255);
create index payments_due on payments (expires_at) where state in ('pending', 'authorized');

alter table customers
  drop constraint customers_phone_check,
  drop constraint customers_standing_check,
  alter phone type phone,
  alter standing type customer_standing;

alter table checkouts
  drop constraint checkouts_purpose_check,
  drop constraint checkouts_step_check,
  alter purpose type checkout_purpose,
  alter step type checkout_step;

alter table loans
  drop constraint loans_principal_check,
  drop constraint loans_fee_check,
  drop constraint loans_commission_check,
  drop constraint loans_state_check,
  alter principal type minor_units,
  alter fee type minor_units,
  alter commission type minor_units,
  alter state type loan_state;

drop index instalments_due;
alter table instalments
  drop constraint instalments_principal_check,
  drop constraint instalments_fee_check,
  drop constraint instalments_state_check,
  drop constraint instalments_charging_check,
  alter principal type minor_units,
  alter fee type minor_units,
  alter charging type minor_units,
  alter state type instalment_state;
create index instalments_due on instalments (due_on) where state = 'scheduled' or charging is not null;

-- Sums to add travel as rows of this table, so its columns take negative ones.
alter table accounts
  drop constraint accounts_debits_pending_check,
  drop constraint accounts_debits_posted_check,
  drop constraint accounts_credits_pending_check,
  drop constraint accounts_credits_posted_check,
  add constraint account_not_negative
    check (least(debits_pending, debits_posted, credits_pending, credits_posted) >= 0);

alter table transfers
  drop constraint transfers_kind_check,
  drop constraint transfers_check,
  drop constraint transfers_check1,
  drop constraint transfers_amount_check,
  alter kind type transfer_kind,
  alter amount type minor_units,
  add check (debit_account_id <> credit_account_id and (kind in ('post', 'void')) = (pending_id is not null));

drop index deliveries_due;
alter table deliveries
  drop constraint deliveries_channel_check,
  drop constraint deliveries_state_check,
  drop constraint deliveries_check,
  alter channel type delivery_channel,
  alter state type delivery_state,
  add check ((state = 'pending') = (next_attempt_at is not null));
create index deliveries_due on deliveries (next_attempt_at) where state = 'pending';

-- Nothing asks by these.
drop index events_of_merchant;
drop index deliveries_of_merchant;

-- Rows that change often and in columns without an index find room for their next version on their own page.
alter table accounts set (fillfactor = 50);
alter table checkouts set (fillfactor = 50);
alter table confirmations set (fillfactor = 50);
