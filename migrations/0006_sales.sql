-- Sales: products charged from up to three cards, on days that a schedule gives or that are planned one by one. They
-- are subscriptions too: how a step comes about differs (`timing`), how it is charged does not.

create sequence product_numbers start 1001;
create sequence schedule_numbers start 1001;

create table products (
  id uuid primary key,
  number bigint not null constraint product_number unique,
  merchant_id uuid not null references merchants (id),
  name text not null,
  code text not null,
  state text not null check (state in ('active', 'deleted')),
  created_at timestamptz not null
);
create unique index product_code_exists on products (merchant_id, code) where state = 'active';
create unique index product_name_exists on products (merchant_id, name) where state = 'active';
create index products_of_merchant on products (merchant_id, number);
create index products_by_code on products (merchant_id, code);
create index products_by_name on products (merchant_id, name);

create table schedules (
  id uuid primary key,
  number bigint not null constraint schedule_number unique,
  merchant_id uuid not null references merchants (id),
  name text not null,
  unit text not null check (unit in ('days', 'weeks', 'months')),
  every integer not null check (every between 1 and 365),
  days_of_week jsonb not null,
  days_of_month jsonb not null,
  state text not null check (state in ('active', 'deleted')),
  created_at timestamptz not null
);
create index schedules_of_merchant on schedules (merchant_id, number);

create domain timing as text check (value in ('cadence', 'schedule', 'manual'));

alter table subscriptions
  drop constraint subscriptions_check,
  alter plan_id drop not null,
  alter card_id drop not null,
  alter cadence drop not null,
  add timing timing not null default 'cadence',
  add product_id uuid references products (id),
  add schedule_id uuid references schedules (id),
  add spare_card_ids jsonb not null default '[]',
  add code text,
  add begin_on date,
  add end_on date,
  add installments integer not null default 1,
  add check ((total_periods = 0 or period_count <= total_periods) and (next_at is null or state = 'active')),
  add constraint subscriptions_timing check (
    (plan_id is null) <> (product_id is null)
    and (timing = 'cadence') = (cadence is not null)
    and (timing = 'schedule') = (schedule_id is not null)
    and (timing = 'manual' or card_id is not null)
    and (timing = 'cadence' or (begin_on is not null and step_id is null))
    and (timing <> 'cadence' or (step_id is null) = (state in ('canceled', 'ended'))));
create unique index sale_code_exists on subscriptions (merchant_id, code) where state = 'active' and code is not null;
create index subscriptions_by_code on subscriptions (merchant_id, code);
create index subscriptions_of_schedule on subscriptions (schedule_id);
create index sales_due on subscriptions (next_at) where timing = 'schedule' and next_at is not null;

-- A step is a period's, or a day's: one of the schedule's, of which there is one, or one that was planned by hand.
alter table steps
  alter period drop not null,
  add due_on date,
  add is_manual boolean not null default false,
  add planned_amount minor_units,
  add currency text,
  add installments integer not null default 1,
  add card_turn integer not null default 0,
  add first_attempt_at timestamptz,
  add constraint steps_of_what check ((period is null) = (due_on is not null)
    and (not is_manual or (planned_amount is not null and currency is not null and due_on is not null)));
create unique index step_exists_on_day on steps (subscription_id, due_on) where due_on is not null and not is_manual;
create index steps_of_day on steps (merchant_id, due_on, number) where due_on is not null;

-- Which payments tried to charge a step of a sale, under the payment's number.
create table step_attempts (
  payment_id uuid primary key,
  step_id uuid not null,
  number bigint not null
);
create index attempts_of_step on step_attempts (step_id, number);
