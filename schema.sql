-- Written by scripts/schema.ts from the migrations. Do not edit.

create table accounts (
  id uuid not null,
  owner_id uuid not null,
  code text not null,
  currency text not null,
  debits_pending bigint not null,
  debits_posted bigint not null,
  credits_pending bigint not null,
  credits_posted bigint not null,
  debit_limit bigint,
  never_in_credit boolean not null,
  constraint account_not_negative CHECK ((LEAST(debits_pending, debits_posted, credits_pending, credits_posted) >= 0)),
  constraint accounts_pkey PRIMARY KEY (id),
  constraint insufficient_limit CHECK ((((debits_posted + debits_pending) - credits_posted) <= debit_limit)),
  constraint repays_more_than_owed CHECK (((NOT never_in_credit) OR (credits_posted <= debits_posted)))
);

create table agent_sessions (
  digest text not null,
  agent_id uuid not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint agent_sessions_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agents(id),
  constraint agent_sessions_pkey PRIMARY KEY (digest)
);

create table agent_stores (
  agent_id uuid not null,
  store_id uuid not null,
  constraint agent_stores_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agents(id),
  constraint agent_stores_pkey PRIMARY KEY (agent_id, store_id),
  constraint agent_stores_store_id_fkey FOREIGN KEY (store_id) REFERENCES stores(id)
);

create table agents (
  id uuid not null,
  merchant_id uuid not null,
  login text not null,
  phone text,
  first_name text not null,
  last_name text not null,
  password_hash text not null,
  failures integer not null,
  locked_until timestamp with time zone,
  created_at timestamp with time zone not null,
  constraint agent_exists UNIQUE (login),
  constraint agents_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchants(id),
  constraint agents_pkey PRIMARY KEY (id)
);

create table applications (
  id uuid not null,
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
  confirmed_at timestamp with time zone,
  customer_id uuid,
  payment_id uuid,
  details jsonb not null,
  opened_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint application_token UNIQUE (token),
  constraint applications_pkey PRIMARY KEY (id)
);

create table checkouts (
  id uuid not null,
  token text not null,
  merchant_id uuid not null,
  store_id uuid not null,
  lender_id uuid not null,
  dialect text not null,
  purpose checkout_purpose not null,
  payment_id uuid,
  reference text not null,
  step checkout_step not null,
  version integer not null,
  login boolean not null,
  applicant jsonb not null,
  customer_id uuid,
  confirmation_id uuid,
  session_digest text,
  session_expires_at timestamp with time zone,
  outcome text,
  reason text,
  wanted_term integer,
  callback_url text not null,
  redirect_url text not null,
  terms_url text,
  skip_result_page boolean not null,
  opened_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  constraint checkout_token UNIQUE (token),
  constraint checkouts_pkey PRIMARY KEY (id)
);

create table confirmations (
  id uuid not null,
  phone text not null,
  code_digests text[] not null,
  attempts integer not null,
  sendings integer not null,
  sent_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  locked_until timestamp with time zone,
  confirmed_at timestamp with time zone,
  constraint confirmations_pkey PRIMARY KEY (id)
);

create table customer_papers (
  lender_id uuid not null,
  number text not null,
  customer_id uuid not null,
  constraint customer_papers_lender_id_fkey FOREIGN KEY (lender_id) REFERENCES merchants(id),
  constraint customer_papers_pkey PRIMARY KEY (lender_id, number)
);

create table customers (
  id uuid not null,
  lender_id uuid not null,
  phone phone not null,
  first_name text not null,
  surname text not null,
  patronymic text not null,
  birth_on date,
  email text,
  standing customer_standing not null,
  reason text,
  overdue integer not null,
  created_at timestamp with time zone not null,
  details jsonb not null default '{}'::jsonb,
  constraint customer_exists UNIQUE (lender_id, phone),
  constraint customers_lender_id_fkey FOREIGN KEY (lender_id) REFERENCES merchants(id),
  constraint customers_overdue_check CHECK ((overdue >= 0)),
  constraint customers_pkey PRIMARY KEY (id)
);

create table deliveries (
  id uuid not null,
  merchant_id uuid not null,
  store_id uuid not null,
  dialect text not null,
  channel delivery_channel not null,
  kind text not null,
  subject_id uuid not null,
  destination text not null,
  body text not null,
  state delivery_state not null,
  attempts integer not null,
  next_attempt_at timestamp with time zone,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  constraint deliveries_check CHECK ((((state)::text = 'pending'::text) = (next_attempt_at IS NOT NULL))),
  constraint deliveries_pkey PRIMARY KEY (id)
);

create table delivery_attempts (
  id uuid not null,
  delivery_id uuid not null,
  started_at timestamp with time zone not null,
  duration_ms integer not null,
  outcome text not null,
  status integer,
  answer text not null,
  constraint delivery_attempts_pkey PRIMARY KEY (id)
);

create table events (
  id uuid not null,
  merchant_id uuid not null,
  type text not null,
  subject_id uuid not null,
  data jsonb not null,
  occurred_at timestamp with time zone not null,
  constraint events_pkey PRIMARY KEY (id)
);

create table instalments (
  loan_id uuid not null,
  number integer not null,
  lender_id uuid not null,
  customer_id uuid not null,
  due_on date not null,
  principal minor_units not null,
  fee minor_units not null,
  state instalment_state not null,
  charging minor_units,
  paid_at timestamp with time zone,
  constraint instalments_pkey PRIMARY KEY (loan_id, number)
);

create table loans (
  id uuid not null,
  merchant_id uuid not null,
  lender_id uuid not null,
  customer_id uuid not null,
  payment_id uuid not null,
  currency text not null,
  tariff jsonb not null,
  principal minor_units not null,
  fee minor_units not null,
  commission minor_units not null,
  paid_principal bigint not null,
  paid_fee bigint not null,
  state loan_state not null,
  started_on date not null,
  constraint loan_exists UNIQUE (payment_id),
  constraint loans_pkey PRIMARY KEY (id)
);

create table merchants (
  id uuid not null,
  lender_id uuid not null,
  name text not null,
  created_at timestamp with time zone not null,
  constraint merchants_lender_id_fkey FOREIGN KEY (lender_id) REFERENCES merchants(id),
  constraint merchants_pkey PRIMARY KEY (id)
);

create table migrations (
  name text not null,
  applied_at timestamp with time zone not null,
  constraint migrations_pkey PRIMARY KEY (name)
);

create table payments (
  id uuid not null,
  merchant_id uuid not null,
  store_id uuid not null,
  dialect text not null,
  reference text not null,
  currency text not null,
  amount minor_units not null,
  prepayment minor_units not null,
  captured minor_units not null,
  refunded minor_units not null,
  state payment_state not null,
  decision decision,
  reason text,
  customer_id uuid,
  tariff_id uuid,
  term integer,
  hold_id uuid,
  phone text,
  checkout_id uuid not null,
  callback_url text,
  details jsonb not null,
  opened_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  authorized_at timestamp with time zone,
  captured_at timestamp with time zone,
  constraint amount_exceeds_authorized CHECK (((captured)::bigint <= (amount)::bigint)),
  constraint amount_exceeds_captured CHECK (((refunded)::bigint <= (captured)::bigint)),
  constraint order_exists UNIQUE (store_id, reference),
  constraint payments_check CHECK ((((amount)::bigint > 0) AND ((prepayment)::bigint <= (amount)::bigint) AND ((length(reference) >= 1) AND (length(reference) <= 255)))),
  constraint payments_pkey PRIMARY KEY (id)
);

create table receipts (
  id uuid not null,
  merchant_id uuid not null,
  payment_id uuid not null,
  number text,
  link text,
  file_name text,
  content_type text,
  content bytea,
  received_at timestamp with time zone not null,
  constraint receipts_pkey PRIMARY KEY (id)
);

create table request_log (
  id uuid not null,
  at timestamp with time zone not null,
  dialect text not null,
  store_id uuid,
  operation text not null,
  method text not null,
  path text not null,
  status integer not null,
  answer text,
  refusal text,
  reference text,
  duration_ms double precision not null,
  constraint request_log_pkey PRIMARY KEY (id)
);

create table returns (
  id uuid not null,
  merchant_id uuid not null,
  store_id uuid not null,
  number integer not null,
  payment_id uuid not null,
  agent_id uuid not null,
  amount minor_units not null,
  state return_state not null,
  created_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  constraint return_number UNIQUE (merchant_id, number),
  constraint returns_number_check CHECK ((number > 0)),
  constraint returns_pkey PRIMARY KEY (id)
);

create table sandbox_clock (
  id integer not null,
  offset_ms bigint not null,
  constraint sandbox_clock_id_check CHECK ((id = 1)),
  constraint sandbox_clock_pkey PRIMARY KEY (id)
);

create table stores (
  id uuid not null,
  merchant_id uuid not null,
  dialect text not null,
  number text not null,
  name text not null,
  currency text not null,
  country text not null,
  time_zone text not null,
  sealed_secret text not null,
  settings jsonb not null default '{}'::jsonb,
  constraint store_exists UNIQUE (dialect, number),
  constraint stores_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
  constraint stores_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint stores_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchants(id),
  constraint stores_pkey PRIMARY KEY (id)
);

create table tariffs (
  id uuid not null,
  store_id uuid not null,
  number integer not null,
  kind text not null,
  term integer not null,
  currency text not null,
  minimum bigint not null,
  maximum bigint,
  monthly_rate_ppm bigint not null,
  overpayment_step bigint not null,
  instalment_step bigint not null,
  commission_ppm bigint not null,
  every text not null,
  weekends text not null,
  constraint tariff_exists UNIQUE (store_id, number),
  constraint tariffs_check CHECK ((maximum >= minimum)),
  constraint tariffs_commission_ppm_check CHECK (((commission_ppm >= 0) AND (commission_ppm <= 1000000))),
  constraint tariffs_every_check CHECK ((every = ANY (ARRAY['month'::text, '30days'::text]))),
  constraint tariffs_instalment_step_check CHECK ((instalment_step > 0)),
  constraint tariffs_kind_check CHECK ((kind = ANY (ARRAY['installments'::text, 'bnpl'::text]))),
  constraint tariffs_minimum_check CHECK ((minimum >= 0)),
  constraint tariffs_monthly_rate_ppm_check CHECK ((monthly_rate_ppm >= 0)),
  constraint tariffs_overpayment_step_check CHECK ((overpayment_step > 0)),
  constraint tariffs_pkey PRIMARY KEY (id),
  constraint tariffs_store_id_fkey FOREIGN KEY (store_id) REFERENCES stores(id),
  constraint tariffs_term_check CHECK (((term >= 1) AND (term <= 120))),
  constraint tariffs_weekends_check CHECK ((weekends = ANY (ARRAY['keep'::text, 'monday'::text])))
);

create table transfers (
  id uuid not null,
  kind transfer_kind not null,
  pending_id uuid,
  reason text not null,
  subject_id uuid not null,
  debit_account_id uuid not null,
  credit_account_id uuid not null,
  currency text not null,
  amount minor_units not null,
  made_at timestamp with time zone not null,
  constraint transfers_check CHECK (((debit_account_id <> credit_account_id) AND (((kind)::text = ANY (ARRAY['post'::text, 'void'::text])) = (pending_id IS NOT NULL)))),
  constraint transfers_pkey PRIMARY KEY (id)
);

create table write_groups (
  id uuid not null,
  committed_at timestamp with time zone not null default now(),
  constraint write_groups_pkey PRIMARY KEY (id)
);

CREATE INDEX accounts_of_owner ON public.accounts USING btree (owner_id, code, currency);
CREATE INDEX attempts_of_delivery ON public.delivery_attempts USING btree (delivery_id);
CREATE INDEX customers_by_email ON public.customers USING btree (lender_id, lower(email)) WHERE (email IS NOT NULL);
CREATE INDEX customers_by_person ON public.customers USING btree (lender_id, surname, first_name, birth_on);
CREATE INDEX deliveries_due ON public.deliveries USING btree (next_attempt_at) WHERE ((state)::text = 'pending'::text);
CREATE INDEX deliveries_of_subject ON public.deliveries USING btree (subject_id);
CREATE INDEX events_of_subject ON public.events USING btree (subject_id);
CREATE UNIQUE INDEX hold_is_resolved ON public.transfers USING btree (pending_id) WHERE (pending_id IS NOT NULL);
CREATE INDEX instalments_due ON public.instalments USING btree (due_on) WHERE (((state)::text = 'scheduled'::text) OR (charging IS NOT NULL));
CREATE INDEX loans_of_customer ON public.loans USING btree (customer_id);
CREATE INDEX payments_captured ON public.payments USING btree (store_id, captured_at) WHERE (captured_at IS NOT NULL);
CREATE INDEX payments_due ON public.payments USING btree (expires_at) WHERE ((state)::text = ANY (ARRAY['pending'::text, 'authorized'::text]));
CREATE INDEX payments_of_merchant ON public.payments USING btree (merchant_id, opened_at);
CREATE INDEX receipts_of_payment ON public.receipts USING btree (payment_id);
CREATE INDEX request_log_by_age ON public.request_log USING btree (at);
CREATE INDEX returns_of_payment ON public.returns USING btree (payment_id);
CREATE INDEX returns_of_store ON public.returns USING btree (store_id, finished_at) WHERE ((state)::text = 'confirmed'::text);
CREATE INDEX transfers_of_subject ON public.transfers USING btree (subject_id);
