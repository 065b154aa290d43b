-- Credit at a shop's till: the salespeople who log in, their requests for a loan, and returns that a customer
-- confirms; what else is known of a customer than the web form asks.

alter table customers add column details jsonb not null default '{}';
-- whose identity document this is: one person has one credit line
create table customer_papers (
  lender_id uuid not null references merchants (id),
  number text not null,
  customer_id uuid not null,
  primary key (lender_id, number)
);
create index customers_by_email on customers (lender_id, lower(email)) where email is not null;

-- Orders at a till are not called back about.
alter table payments alter column callback_url drop not null;
create index payments_captured on payments (store_id, captured_at) where captured_at is not null;
create index loans_of_customer on loans (customer_id);

create table agents (
  id uuid primary key,
  merchant_id uuid not null references merchants (id),
  login text not null,
  phone text,
  first_name text not null,
  last_name text not null,
  password_hash text not null,
  failures integer not null,
  locked_until timestamptz,
  created_at timestamptz not null,
  constraint agent_exists unique (login)
);

create table agent_stores (
  agent_id uuid not null references agents (id),
  store_id uuid not null references stores (id),
  primary key (agent_id, store_id)
);

create table agent_sessions (
  digest text primary key,
  agent_id uuid not null references agents (id),
  created_at timestamptz not null,
  expires_at timestamptz not null
);

create domain application_state as text check (value in ('open', 'approved', 'finalized', 'declined'));
create table applications (
  id uuid primary key,
  token text not null,
  merchant_id uuid not null,
  store_id uuid not null,
  lender_id uuid not null,
  agent_id uuid not null,
  dialect text not null,
  currency text not null,
  phone text,
  amount minor_units,
  prepayment minor_units not null,
  state application_state not null,
  confirmation_id uuid,
  confirmed_at timestamptz,
  customer_id uuid,
  payment_id uuid,
  details jsonb not null,
  opened_at timestamptz not null,
  expires_at timestamptz not null,
  constraint application_token unique (token)
) with (fillfactor = 50);

create domain return_state as text check (value in ('created', 'confirmed', 'canceled'));
create table returns (
  id uuid primary key,
  merchant_id uuid not null,
  store_id uuid not null,
  number integer not null check (number > 0),
  payment_id uuid not null,
  agent_id uuid not null,
  amount minor_units not null,
  state return_state not null,
  created_at timestamptz not null,
  finished_at timestamptz,
  constraint return_number unique (merchant_id, number)
);
create index returns_of_payment on returns (payment_id);
create index returns_of_store on returns (store_id, finished_at) where state = 'confirmed';
