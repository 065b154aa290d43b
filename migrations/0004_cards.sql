-- Payments by card and invoice beside those on credit. A payment may have a public number, and then several may share
-- a merchant's reference, of which only one is under way or paid. What only credit knows becomes optional.

alter domain payment_state drop constraint payment_state_check;
alter domain payment_state add constraint payment_state_check check (
  value in ('pending', 'processing', 'authorized', 'captured', 'refunded', 'declined', 'failed', 'voided', 'expired'));
create domain payment_method as text
  check (value in ('credit', 'card', 'stored_card', 'recurring', 'invoice'));
create domain card_state as text check (value in ('active', 'inactive', 'deleted'));

create sequence payment_numbers start 1001;
create sequence payer_numbers start 1001;
create sequence card_numbers start 1001;
create sequence refund_numbers start 1001;

-- Whom a merchant charges, known to the merchant by its reference.
create table payers (
  id uuid primary key,
  number bigint not null constraint payer_number unique,
  merchant_id uuid not null references merchants (id),
  reference text,
  state text not null,
  details json not null,
  created_at timestamptz not null,
  constraint payer_exists unique (merchant_id, reference)
);

create index payers_of_merchant on payers (merchant_id, number);

-- The vault: the only place that knows a card's number, sealed.
create table cards (
  id uuid primary key,
  number bigint not null constraint card_number unique,
  merchant_id uuid not null references merchants (id),
  -- No foreign key: a group of verbs writes table by table, and a card may come before its new payer.
  payer_id uuid,
  token text not null constraint card_token unique,
  sealed_pan text not null,
  key_version integer not null,
  fingerprint text not null,
  first_six text not null,
  last_four text not null,
  brand text not null,
  holder text not null,
  expires_on date not null,
  currency text not null,
  is_test boolean not null,
  state card_state not null,
  details json not null,
  created_at timestamptz not null
);
create index cards_of_payer on cards (payer_id, number);
create index cards_of_merchant on cards (merchant_id, number);
create index cards_by_fingerprint on cards (merchant_id, fingerprint);
create index cards_by_key on cards (key_version, id);

alter table stores add sealed_keys text;

drop index payments_due;
alter table payments
  drop constraint order_exists,
  drop constraint payments_check,
  alter checkout_id drop not null,
  add number bigint constraint payment_number unique,
  add method payment_method not null default 'credit',
  add token text constraint payment_token unique,
  add payer_id uuid,
  add card_id uuid,
  add subscription_id uuid,
  add is_test boolean not null default false,
  add authorized minor_units not null default 0,
  alter details type json,
  add instrument json,
  add processed_at timestamptz,
  add constraint order_exists unique nulls not distinct (store_id, reference, number),
  add constraint payments_check check (
    prepayment <= amount and length(reference) between 1 and 255 and (amount > 0 or number is not null));
create unique index reference_processed on payments (store_id, reference)
  where number is not null and state in ('processing', 'authorized', 'captured', 'refunded');
create index payments_due on payments (expires_at) where state in ('pending', 'processing', 'authorized')
  or state = 'captured' and hold_id is not null and number is not null;
-- Each change of a payment's state writes all its indexes anew: nobody asks for this one, and only tills for that.
drop index payments_of_merchant, payments_captured;
create index payments_captured on payments (store_id, captured_at)
  where captured_at is not null and method = 'credit';
create index payments_of_store on payments (store_id, number) where number is not null;

-- What was given back of a payment by card or invoice. A release gives back what was only held.
create table refunds (
  id uuid primary key,
  number bigint not null constraint refund_number unique,
  merchant_id uuid not null references merchants (id),
  payment_id uuid not null,
  kind text not null check (kind in ('refund', 'release')),
  amount minor_units not null,
  reason text not null,
  created_at timestamptz not null
);
create index refunds_of_payment on refunds (payment_id, number);
create index refunds_of_merchant on refunds (merchant_id, number);

-- What a merchant wants to be told, of one payment (`payment_id`) or of all.
create sequence webhook_numbers start 1001;
create table webhooks (
  id uuid primary key,
  number bigint not null constraint webhook_number unique,
  merchant_id uuid not null references merchants (id),
  payment_id uuid,
  trigger text not null,
  url text,
  email text,
  http_method text not null,
  data_format text not null,
  template text,
  state text not null,
  created_at timestamptz not null,
  constraint webhook_goes_somewhere check ((url is null) <> (email is null))
);
create index webhooks_of_payment on webhooks (payment_id) where payment_id is not null;
create index webhooks_of_merchant on webhooks (merchant_id, number);

-- Payment windows as merchants write them.
create sequence template_numbers start 1001;
create table templates (
  id uuid primary key,
  number bigint not null constraint template_number unique,
  merchant_id uuid not null references merchants (id),
  name text not null,
  source text not null,
  state text not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index templates_of_merchant on templates (merchant_id, number);

alter table deliveries add envelope json;

-- What a merchant tells comes back as it was told: json keeps the order of keys, and is stored without a conversion.
alter table events alter data type json;
drop index deliveries_of_subject;
create index deliveries_of_subject on deliveries (subject_id, id);
