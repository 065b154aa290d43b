-- The first house: merchants and what they sell on credit, the ledger under it, the form a shopper fills in,
-- what leaves the platform, and the journal of requests. Amounts are minor units; every constraint that can
-- refuse a request carries the refusal's name.

create table write_groups (
  id uuid primary key,
  committed_at timestamptz not null default now()
);

create table sandbox_clock (
  id integer primary key check (id = 1),
  offset_ms bigint not null
);

create table merchants (
  id uuid primary key,
  -- who carries the credit of this merchant's customers; a lender is its own
  lender_id uuid not null references merchants (id),
  name text not null,
  created_at timestamptz not null
);

create table stores (
  id uuid primary key,
  merchant_id uuid not null references merchants (id),
  dialect text not null,
  number text not null,
  name text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  country text not null check (country ~ '^[A-Z]{2}$'),
  time_zone text not null,
  sealed_secret text not null,
  settings jsonb not null default '{}',
  constraint store_exists unique (dialect, number)
);

create table tariffs (
  id uuid primary key,
  store_id uuid not null references stores (id),
  number integer not null,
  kind text not null check (kind in ('installments', 'bnpl')),
  term integer not null check (term between 1 and 120),
  currency text not null,
  minimum bigint not null check (minimum >= 0),
  maximum bigint check (maximum >= minimum),
  monthly_rate_ppm bigint not null check (monthly_rate_ppm >= 0),
  overpayment_step bigint not null check (overpayment_step > 0),
  instalment_step bigint not null check (instalment_step > 0),
  commission_ppm bigint not null check (commission_ppm between 0 and 1000000),
  every text not null check (every in ('month', '30days')),
  weekends text not null check (weekends in ('keep', 'monday')),
  constraint tariff_exists unique (store_id, number)
);

create table customers (
  id uuid primary key,
  lender_id uuid not null references merchants (id),
  phone text not null check (phone ~ '^[0-9]{6,15}$'),
  first_name text not null,
  surname text not null,
  patronymic text not null,
  birth_on date,
  email text,
  standing text not null check (standing in ('new', 'approved', 'declined')),
  reason text,
  -- instalments that are overdue now
  overdue integer not null check (overdue >= 0),
  created_at timestamptz not null,
  constraint customer_exists unique (lender_id, phone)
);
create index customers_by_person on customers (lender_id, surname, first_name, birth_on);

create table payments (
  id uuid primary key,
  merchant_id uuid not null,
  store_id uuid not null,
  dialect text not null,
  reference text not null check (length(reference) between 1 and 255),
  currency text not null,
  amount bigint not null check (amount > 0),
  prepayment bigint not null check (prepayment between 0 and amount),
  captured bigint not null check (captured >= 0),
  refunded bigint not null check (refunded >= 0),
  state text not null
    check (state in ('pending', 'authorized', 'captured', 'refunded', 'declined', 'voided', 'expired')),
  decision text check (decision in ('approved', 'declined')),
  reason text,
  customer_id uuid,
  tariff_id uuid,
  term integer,
  hold_id uuid,
  phone text,
  checkout_id uuid not null,
  callback_url text not null,
  details jsonb not null,
  opened_at timestamptz not null,
  expires_at timestamptz not null,
  authorized_at timestamptz,
  captured_at timestamptz,
  constraint order_exists unique (store_id, reference),
  constraint amount_exceeds_authorized check (captured <= amount),
  constraint amount_exceeds_captured check (refunded <= captured)
);
create index payments_due on payments (expires_at) where state in ('pending', 'authorized');
create index payments_of_merchant on payments (merchant_id, opened_at);

create table checkouts (
  id uuid primary key,
  token text not null,
  merchant_id uuid not null,
  store_id uuid not null,
  lender_id uuid not null,
  dialect text not null,
  purpose text not null check (purpose in ('registration', 'purchase')),
  payment_id uuid,
  reference text not null,
  step text not null check (step in ('identify', 'confirm', 'assess', 'choose', 'done')),
  version integer not null,
  login boolean not null,
  applicant jsonb not null,
  customer_id uuid,
  confirmation_id uuid,
  session_digest text,
  session_expires_at timestamptz,
  outcome text,
  reason text,
  wanted_term integer,
  callback_url text not null,
  redirect_url text not null,
  terms_url text,
  skip_result_page boolean not null,
  opened_at timestamptz not null,
  expires_at timestamptz not null,
  constraint checkout_token unique (token)
);

create table confirmations (
  id uuid primary key,
  phone text not null,
  code_digests text[] not null,
  attempts integer not null,
  sendings integer not null,
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  locked_until timestamptz,
  confirmed_at timestamptz
);

create table loans (
  id uuid primary key,
  merchant_id uuid not null,
  lender_id uuid not null,
  customer_id uuid not null,
  payment_id uuid not null,
  currency text not null,
  tariff jsonb not null,
  principal bigint not null check (principal >= 0),
  fee bigint not null check (fee >= 0),
  commission bigint not null check (commission >= 0),
  paid_principal bigint not null,
  paid_fee bigint not null,
  state text not null check (state in ('active', 'repaid', 'returned')),
  started_on date not null,
  constraint loan_exists unique (payment_id)
);

create table instalments (
  loan_id uuid not null,
  number integer not null,
  lender_id uuid not null,
  customer_id uuid not null,
  due_on date not null,
  principal bigint not null check (principal >= 0),
  fee bigint not null check (fee >= 0),
  state text not null check (state in ('scheduled', 'collecting', 'paid', 'overdue', 'canceled')),
  -- what the customer is being charged, from the intent until the outcome is known
  charging bigint check (charging > 0),
  paid_at timestamptz,
  primary key (loan_id, number)
);
create index instalments_due on instalments (due_on) where state = 'scheduled' or charging is not null;

create table accounts (
  id uuid primary key,
  owner_id uuid not null,
  code text not null,
  currency text not null,
  debits_pending bigint not null check (debits_pending >= 0),
  debits_posted bigint not null check (debits_posted >= 0),
  credits_pending bigint not null check (credits_pending >= 0),
  credits_posted bigint not null check (credits_posted >= 0),
  -- how far debits may exceed credits, holds included
  debit_limit bigint,
  -- whether credits may never exceed debits: nobody repays more than is owed
  never_in_credit boolean not null,
  constraint insufficient_limit check (debits_posted + debits_pending - credits_posted <= debit_limit),
  constraint repays_more_than_owed check (not never_in_credit or credits_posted <= debits_posted)
);
create index accounts_of_owner on accounts (owner_id, code, currency);

create table transfers (
  id uuid primary key,
  kind text not null check (kind in ('posted', 'pending', 'post', 'void')),
  -- for post and void: the pending transfer that it resolves
  pending_id uuid,
  reason text not null,
  subject_id uuid not null,
  debit_account_id uuid not null check (debit_account_id <> credit_account_id),
  credit_account_id uuid not null,
  currency text not null,
  amount bigint not null check (amount >= 0),
  made_at timestamptz not null,
  check ((kind in ('post', 'void')) = (pending_id is not null))
);
create unique index hold_is_resolved on transfers (pending_id) where pending_id is not null;
create index transfers_of_subject on transfers (subject_id);

create table events (
  id uuid primary key,
  merchant_id uuid not null,
  type text not null,
  subject_id uuid not null,
  data jsonb not null,
  occurred_at timestamptz not null
);
create index events_of_subject on events (subject_id);
create index events_of_merchant on events (merchant_id, occurred_at);

create table deliveries (
  id uuid primary key,
  merchant_id uuid not null,
  store_id uuid not null,
  dialect text not null,
  channel text not null check (channel in ('callback', 'sms', 'mail')),
  kind text not null,
  subject_id uuid not null,
  destination text not null,
  body text not null,
  state text not null check (state in ('pending', 'delivered', 'failed')),
  attempts integer not null,
  next_attempt_at timestamptz,
  created_at timestamptz not null,
  finished_at timestamptz,
  check ((state = 'pending') = (next_attempt_at is not null))
);
create index deliveries_due on deliveries (next_attempt_at) where state = 'pending';
create index deliveries_of_subject on deliveries (subject_id);
create index deliveries_of_merchant on deliveries (merchant_id, created_at);

create table delivery_attempts (
  id uuid primary key,
  delivery_id uuid not null,
  started_at timestamptz not null,
  duration_ms integer not null,
  outcome text not null,
  status integer,
  answer text not null
);
create index attempts_of_delivery on delivery_attempts (delivery_id);

create table receipts (
  id uuid primary key,
  merchant_id uuid not null,
  payment_id uuid not null,
  number text,
  link text,
  file_name text,
  content_type text,
  content bytea,
  received_at timestamptz not null
);
create index receipts_of_payment on receipts (payment_id);

create table request_log (
  id uuid primary key,
  at timestamptz not null,
  dialect text not null,
  store_id uuid,
  operation text not null,
  method text not null,
  path text not null,
  status integer not null,
  answer text,
  refusal text,
  reference text,
  duration_ms double precision not null
);
create index request_log_by_age on request_log (at);
