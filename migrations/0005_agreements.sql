-- Recurring payments: what merchants offer (plans), who pays for it again and again (subscriptions), and each charge
-- in turn (steps). A subscription keeps the terms it was agreed on, so that a plan that changes changes nobody's terms.
-- What one write may create together names each other without a foreign key: rows are inserted table by table.

create domain plan_state as text check (value in ('active', 'canceled'));
create domain subscription_state as text check (value in ('active', 'paused', 'canceled', 'ended'));
create domain step_state as text
  check (value in ('scheduled', 'processing', 'retrying', 'paid', 'failed', 'canceled'));

create sequence plan_numbers start 1001;
create sequence subscription_numbers start 1001;
create sequence step_numbers start 1001;

create table plans (
  id uuid primary key,
  number bigint not null constraint plan_number unique,
  merchant_id uuid not null references merchants (id),
  name text not null,
  description text,
  cadence jsonb not null,
  periods integer not null,
  trial_days integer not null,
  prices jsonb not null,
  setup_fees jsonb not null,
  state plan_state not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index plans_of_merchant on plans (merchant_id, number);

create table subscriptions (
  id uuid primary key,
  number bigint not null constraint subscription_number unique,
  merchant_id uuid not null references merchants (id),
  store_id uuid not null references stores (id),
  dialect text not null,
  plan_id uuid not null references plans (id),
  payer_id uuid,
  card_id uuid not null,
  is_test boolean not null,
  currency text not null,
  price minor_units not null,
  multiplier integer not null,
  items json not null,
  debt minor_units not null,
  cadence jsonb not null,
  anchor_at timestamptz not null,
  time_zone text not null,
  total_periods integer not null,
  period_count integer not null,
  retry_count integer not null,
  step_id uuid,
  next_at timestamptz,
  state subscription_state not null,
  details json not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check ((total_periods = 0 or period_count <= total_periods) and (next_at is null or state = 'active')
    and (step_id is null) = (state in ('canceled', 'ended')))
);
create index subscriptions_of_merchant on subscriptions (merchant_id, number);
create index subscriptions_of_payer on subscriptions (payer_id, number);
create index subscriptions_of_plan on subscriptions (plan_id, number);

-- A period of a subscription has one step, which is charged once however often it is tried.
create table steps (
  id uuid primary key,
  number bigint not null constraint step_number unique,
  merchant_id uuid not null references merchants (id),
  dialect text not null,
  subscription_id uuid not null,
  period integer not null,
  due_at timestamptz not null,
  state step_state not null,
  attempts integer not null,
  next_attempt_at timestamptz,
  payment_id uuid,
  amount minor_units,
  debt minor_units not null,
  paid_at timestamptz,
  created_at timestamptz not null,
  constraint step_exists unique (subscription_id, period),
  check ((state = 'processing') <= (next_attempt_at is not null and payment_id is not null and amount is not null)
    and (next_attempt_at is null or state in ('scheduled', 'processing', 'retrying')))
);
create index steps_due on steps (next_attempt_at) where next_attempt_at is not null;
