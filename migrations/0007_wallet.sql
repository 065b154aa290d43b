-- A wallet: people whose cards it keeps approve what integrators (payment service providers) ask for on behalf of their
-- merchants. The integrator charges the card at an acquirer of its own and reports.

create sequence public_key_numbers start 1001;

-- Who calls an integrator's API.
create table clients (
  id text primary key,
  merchant_id uuid not null references merchants (id),
  integrator text not null,
  name text not null,
  secret_hash text not null,
  state text not null check (state in ('waiting', 'active')),
  created_at timestamptz not null
);
create index clients_waiting on clients (created_at) where state = 'waiting';

-- What cards are encrypted with on their way to an integrator.
create table public_keys (
  id uuid primary key,
  number bigint not null constraint public_key_number unique,
  merchant_id uuid not null references merchants (id),
  pem text not null,
  created_at timestamptz not null
);
create index public_keys_of_merchant on public_keys (merchant_id, number);

create table platforms (
  id uuid primary key,
  merchant_id uuid not null references merchants (id),
  name text not null,
  created_at timestamptz not null
);
create index platforms_of_merchant on platforms (merchant_id, id);

create index stores_of_merchant on stores (merchant_id, id);

alter domain payment_method drop constraint payment_method_check;
alter domain payment_method add constraint payment_method_check
  check (value in ('credit', 'card', 'stored_card', 'recurring', 'invoice', 'wallet', 'mandate'));

alter table payments
  drop constraint payments_check,
  add mandate_id uuid,
  add constraint payments_check check (
    prepayment <= amount and length(reference) between 1 and 255
    and (amount > 0 or number is not null or method = 'wallet'));
drop index payments_due;
create index payments_due on payments (expires_at) where state in ('pending', 'processing', 'authorized')
  or state = 'captured' and hold_id is not null and method <> 'credit';
create index payments_of_mandate on payments (mandate_id, id) where mandate_id is not null;
create index payments_in_wallet on payments (payer_id, id) where method in ('wallet', 'mandate');

-- What is to leave once a delivery has arrived.
alter table deliveries add follow_up json;

-- How many payments were asked for with an order: only so many may be.
create table wallet_orders (
  store_id uuid not null,
  order_id text not null,
  payments integer not null,
  primary key (store_id, order_id)
);

create domain wallet_attempt_state as text
  check (value in ('asked', 'step_up', 'stepped_up', 'succeeded', 'failed', 'unreachable'));

-- Each time somebody approves a payment, or another card for a mandate (then `payment_id` is its own id).
create table wallet_attempts (
  id uuid primary key,
  merchant_id uuid not null,
  payment_id uuid not null,
  mandate_id uuid,
  payer_id uuid not null,
  card_id uuid not null,
  card_type text not null,
  means text not null check (means in ('token', 'pan')),
  state wallet_attempt_state not null,
  reason_code integer,
  reason_message text,
  challenge_url text,
  acquirer json,
  asked_at timestamptz not null,
  answer_by timestamptz not null,
  answered_at timestamptz
);
create index wallet_attempts_of_payment on wallet_attempts (payment_id, id);
create index wallet_attempts_of_mandate on wallet_attempts (mandate_id, id) where mandate_id is not null;

-- What an integrator reported of an authorized payment, once under each identifier.
create table wallet_movements (
  id uuid primary key,
  merchant_id uuid not null,
  payment_id uuid not null,
  kind text not null check (kind in ('capture', 'cancel', 'refund')),
  identifier text not null,
  amount minor_units not null,
  reported_at timestamptz not null,
  created_at timestamptz not null,
  constraint identifier_reused unique (payment_id, kind, identifier)
);

create domain mandate_state as text check (value in ('proposed', 'active', 'terminated'));

-- What lets an integrator charge somebody's card again and again.
create table mandates (
  id uuid primary key,
  merchant_id uuid not null,
  store_id uuid not null,
  reference text not null,
  state mandate_state not null,
  payer_id uuid,
  card_id uuid,
  verification_id uuid,
  terms json not null,
  created_at timestamptz not null,
  activated_at timestamptz,
  terminated_at timestamptz,
  check (state <> 'active' or payer_id is not null)
);
create index mandates_of_payer on mandates (payer_id, id) where payer_id is not null;
