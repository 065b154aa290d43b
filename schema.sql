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

create table cards (
  id uuid not null,
  number bigint not null,
  merchant_id uuid not null,
  payer_id uuid,
  token text not null,
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
  created_at timestamp with time zone not null,
  constraint card_number UNIQUE (number),
  constraint card_token UNIQUE (token),
  constraint cards_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchants(id),
  constraint cards_pkey PRIMARY KEY (id)
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

create table clients (
  id text not null,
  merchant_id uuid not null,
  integrator text not null,
  name text not null,
  secret_hash text not null,
  state text not null,
  created_at timestamp with time zone not null,
  constraint clients_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchants(id),
  constraint clients_pkey PRIMARY KEY (id),
  constraint clients_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'active'::text])))
);

create table collections (
  lender_id uuid not null,
  charges json not null,
  claimed_until timestamp with time zone,
  constraint collections_lender_id_fkey FOREIGN KEY (lender_id) REFERENCES merchants(id),
  constraint collections_pkey PRIMARY KEY (lender_id)
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
  envelope json,
  follow_up json,
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
  data json not null,
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
  paid_at timestamp with time zone,
  currency text not null,
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
  started_on date not null,
  constraint loan_exists UNIQUE (payment_id),
  constraint loans_pkey PRIMARY KEY (id)
);

create table mandates (
  id uuid not null,
  merchant_id uuid not null,
  store_id uuid not null,
  reference text not null,
  state mandate_state not null,
  payer_id uuid,
  card_id uuid,
  verification_id uuid,
  terms json not null,
  created_at timestamp with time zone not null,
  activated_at timestamp with time zone,
  terminated_at timestamp with time zone,
  constraint mandates_check CHECK ((((state)::text <> 'active'::text) OR (payer_id IS NOT NULL))),
  constraint mandates_pkey PRIMARY KEY (id)
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

create table payers (
  id uuid not null,
  number bigint not null,
  merchant_id uuid not null,
  reference text,
  state text not null,
  details json not null,
  created_at timestamp with time zone not null,
  constraint payer_exists UNIQUE (merchant_id, reference),
  constraint payer_number UNIQUE (number),
  constraint payers_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchants(id),
  constraint payers_pkey PRIMARY KEY (id)
);

create table payment_deadlines (
  at timestamp with time zone not null,
  id uuid not null,
  payment_id uuid not null,
  constraint payment_deadlines_pkey PRIMARY KEY (at, id)
);

create table payment_references (
  store_id uuid not null,
  reference text not null,
  payment_id uuid,
  constraint reference_processed PRIMARY KEY (store_id, reference)
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
  checkout_id uuid,
  callback_url text,
  details json not null,
  opened_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  authorized_at timestamp with time zone,
  captured_at timestamp with time zone,
  number bigint,
  method payment_method not null default 'credit'::text,
  token text,
  payer_id uuid,
  card_id uuid,
  subscription_id uuid,
  is_test boolean not null default false,
  authorized minor_units not null default 0,
  instrument json,
  processed_at timestamp with time zone,
  mandate_id uuid,
  constraint amount_exceeds_authorized CHECK (((captured)::bigint <= (amount)::bigint)),
  constraint amount_exceeds_captured CHECK (((refunded)::bigint <= (captured)::bigint)),
  constraint order_exists UNIQUE NULLS NOT DISTINCT (store_id, reference, number),
  constraint payments_check CHECK ((((prepayment)::bigint <= (amount)::bigint) AND ((length(reference) >= 1) AND (length(reference) <= 255)) AND (((amount)::bigint > 0) OR (number IS NOT NULL) OR ((method)::text = 'wallet'::text)))),
  constraint payments_pkey PRIMARY KEY (id)
);

create table plans (
  id uuid not null,
  number bigint not null,
  merchant_id uuid not null,
  name text not null,
  description text,
  cadence jsonb not null,
  periods integer not null,
  trial_days integer not null,
  prices jsonb not null,
  setup_fees jsonb not null,
  state plan_state not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint plan_number UNIQUE (number),
  constraint plans_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchants(id),
  constraint plans_pkey PRIMARY KEY (id)
);

create table platforms (
  id uuid not null,
  merchant_id uuid not null,
  name text not null,
  created_at timestamp with time zone not null,
  constraint platforms_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchants(id),
  constraint platforms_pkey PRIMARY KEY (id)
);

create table products (
  id uuid not null,
  number bigint not null,
  merchant_id uuid not null,
  name text not null,
  code text not null,
  state text not null,
  created_at timestamp with time zone not null,
  constraint product_number UNIQUE (number),
  constraint products_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchants(id),
  constraint products_pkey PRIMARY KEY (id),
  constraint products_state_check CHECK ((state = ANY (ARRAY['active'::text, 'deleted'::text])))
);

create table public_keys (
  id uuid not null,
  number bigint not null,
  merchant_id uuid not null,
  pem text not null,
  created_at timestamp with time zone not null,
  constraint public_key_number UNIQUE (number),
  constraint public_keys_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchants(id),
  constraint public_keys_pkey PRIMARY KEY (id)
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

create table refunds (
  id uuid not null,
  number bigint not null,
  merchant_id uuid not null,
  payment_id uuid not null,
  kind text not null,
  amount minor_units not null,
  reason text not null,
  created_at timestamp with time zone not null,
  constraint refund_number UNIQUE (number),
  constraint refunds_kind_check CHECK ((kind = ANY (ARRAY['refund'::text, 'release'::text]))),
  constraint refunds_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchants(id),
  constraint refunds_pkey PRIMARY KEY (id)
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

create table schedules (
  id uuid not null,
  number bigint not null,
  merchant_id uuid not null,
  name text not null,
  unit text not null,
  every integer not null,
  days_of_week jsonb not null,
  days_of_month jsonb not null,
  state text not null,
  created_at timestamp with time zone not null,
  changed_at timestamp with time zone,
  constraint schedule_number UNIQUE (number),
  constraint schedules_every_check CHECK (((every >= 1) AND (every <= 365))),
  constraint schedules_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchants(id),
  constraint schedules_pkey PRIMARY KEY (id),
  constraint schedules_state_check CHECK ((state = ANY (ARRAY['active'::text, 'deleted'::text]))),
  constraint schedules_unit_check CHECK ((unit = ANY (ARRAY['days'::text, 'weeks'::text, 'months'::text])))
);

create table step_attempts (
  payment_id uuid not null,
  step_id uuid not null,
  number bigint not null,
  constraint step_attempts_pkey PRIMARY KEY (payment_id)
);

create table steps (
  id uuid not null,
  number bigint not null,
  merchant_id uuid not null,
  dialect text not null,
  subscription_id uuid not null,
  period integer,
  due_at timestamp with time zone not null,
  state step_state not null,
  attempts integer not null,
  next_attempt_at timestamp with time zone,
  payment_id uuid,
  amount minor_units,
  debt minor_units not null,
  paid_at timestamp with time zone,
  created_at timestamp with time zone not null,
  due_on date,
  is_manual boolean not null default false,
  planned_amount minor_units,
  currency text,
  installments integer not null default 1,
  card_turn integer not null default 0,
  first_attempt_at timestamp with time zone,
  card_id uuid,
  claimed_until timestamp with time zone,
  constraint step_exists UNIQUE (subscription_id, period),
  constraint step_number UNIQUE (number),
  constraint steps_check CHECK (((((state)::text = 'processing'::text) <= ((next_attempt_at IS NOT NULL) AND (payment_id IS NOT NULL) AND (amount IS NOT NULL))) AND ((next_attempt_at IS NULL) OR ((state)::text = ANY (ARRAY['scheduled'::text, 'processing'::text, 'retrying'::text]))))),
  constraint steps_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchants(id),
  constraint steps_of_what CHECK ((((period IS NULL) = (due_on IS NOT NULL)) AND ((NOT is_manual) OR ((planned_amount IS NOT NULL) AND (currency IS NOT NULL) AND (due_on IS NOT NULL))))),
  constraint steps_pkey PRIMARY KEY (id)
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
  sealed_keys text,
  constraint store_exists UNIQUE (dialect, number),
  constraint stores_country_check CHECK ((country ~ '^[A-Z]{2}$'::text)),
  constraint stores_currency_check CHECK ((currency ~ '^[A-Z]{3}$'::text)),
  constraint stores_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchants(id),
  constraint stores_pkey PRIMARY KEY (id)
);

create table subscriptions (
  id uuid not null,
  number bigint not null,
  merchant_id uuid not null,
  store_id uuid not null,
  dialect text not null,
  plan_id uuid,
  payer_id uuid,
  card_id uuid,
  is_test boolean not null,
  currency text not null,
  price minor_units not null,
  multiplier integer not null,
  items json not null,
  debt minor_units not null,
  cadence jsonb,
  anchor_at timestamp with time zone not null,
  time_zone text not null,
  total_periods integer not null,
  period_count integer not null,
  retry_count integer not null,
  step_id uuid,
  next_at timestamp with time zone,
  state subscription_state not null,
  details json not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  timing timing not null default 'cadence'::text,
  product_id uuid,
  schedule_id uuid,
  spare_card_ids jsonb not null default '[]'::jsonb,
  code text,
  begin_on date,
  end_on date,
  installments integer not null default 1,
  constraint subscription_number UNIQUE (number),
  constraint subscriptions_check CHECK ((((total_periods = 0) OR (period_count <= total_periods)) AND ((next_at IS NULL) OR ((state)::text = 'active'::text)))),
  constraint subscriptions_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchants(id),
  constraint subscriptions_pkey PRIMARY KEY (id),
  constraint subscriptions_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES plans(id),
  constraint subscriptions_product_id_fkey FOREIGN KEY (product_id) REFERENCES products(id),
  constraint subscriptions_schedule_id_fkey FOREIGN KEY (schedule_id) REFERENCES schedules(id),
  constraint subscriptions_store_id_fkey FOREIGN KEY (store_id) REFERENCES stores(id),
  constraint subscriptions_timing CHECK ((((plan_id IS NULL) <> (product_id IS NULL)) AND (((timing)::text = 'cadence'::text) = (cadence IS NOT NULL)) AND (((timing)::text = 'schedule'::text) = (schedule_id IS NOT NULL)) AND (((timing)::text <> 'cadence'::text) OR (card_id IS NOT NULL)) AND (((timing)::text = 'cadence'::text) OR ((begin_on IS NOT NULL) AND (step_id IS NULL))) AND (((timing)::text <> 'cadence'::text) OR ((step_id IS NULL) = ((state)::text = ANY (ARRAY['canceled'::text, 'ended'::text]))))))
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

create table templates (
  id uuid not null,
  number bigint not null,
  merchant_id uuid not null,
  name text not null,
  source text not null,
  state text not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  constraint template_number UNIQUE (number),
  constraint templates_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchants(id),
  constraint templates_pkey PRIMARY KEY (id)
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

create table wallet_attempts (
  id uuid not null,
  merchant_id uuid not null,
  payment_id uuid not null,
  mandate_id uuid,
  payer_id uuid not null,
  card_id uuid not null,
  card_type text not null,
  means text not null,
  state wallet_attempt_state not null,
  reason_code integer,
  reason_message text,
  challenge_url text,
  acquirer json,
  asked_at timestamp with time zone not null,
  answer_by timestamp with time zone not null,
  answered_at timestamp with time zone,
  constraint wallet_attempts_means_check CHECK ((means = ANY (ARRAY['token'::text, 'pan'::text]))),
  constraint wallet_attempts_pkey PRIMARY KEY (id)
);

create table wallet_movements (
  id uuid not null,
  merchant_id uuid not null,
  payment_id uuid not null,
  kind text not null,
  identifier text not null,
  amount minor_units not null,
  reported_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  constraint identifier_reused UNIQUE (payment_id, kind, identifier),
  constraint wallet_movements_kind_check CHECK ((kind = ANY (ARRAY['capture'::text, 'cancel'::text, 'refund'::text]))),
  constraint wallet_movements_pkey PRIMARY KEY (id)
);

create table wallet_orders (
  store_id uuid not null,
  order_id text not null,
  payments integer not null,
  constraint wallet_orders_pkey PRIMARY KEY (store_id, order_id)
);

create table webhooks (
  id uuid not null,
  number bigint not null,
  merchant_id uuid not null,
  payment_id uuid,
  trigger text not null,
  url text,
  email text,
  http_method text not null,
  data_format text not null,
  template text,
  state text not null,
  created_at timestamp with time zone not null,
  constraint webhook_goes_somewhere CHECK (((url IS NULL) <> (email IS NULL))),
  constraint webhook_number UNIQUE (number),
  constraint webhooks_merchant_id_fkey FOREIGN KEY (merchant_id) REFERENCES merchants(id),
  constraint webhooks_pkey PRIMARY KEY (id)
);

create table write_groups (
  id uuid not null,
  committed_at timestamp with time zone not null default now(),
  constraint write_groups_pkey PRIMARY KEY (id)
);

CREATE INDEX attempts_of_delivery ON public.delivery_attempts USING btree (delivery_id);
CREATE INDEX attempts_of_step ON public.step_attempts USING btree (step_id, number);
CREATE INDEX cards_by_fingerprint ON public.cards USING btree (merchant_id, fingerprint);
CREATE INDEX cards_by_key ON public.cards USING btree (key_version, id);
CREATE INDEX cards_of_merchant ON public.cards USING btree (merchant_id, number);
CREATE INDEX cards_of_payer ON public.cards USING btree (payer_id, number);
CREATE INDEX clients_waiting ON public.clients USING btree (created_at) WHERE (state = 'waiting'::text);
CREATE INDEX collections_claimed ON public.collections USING btree (claimed_until) WHERE (claimed_until IS NOT NULL);
CREATE INDEX customers_by_email ON public.customers USING btree (lender_id, lower(email)) WHERE (email IS NOT NULL);
CREATE INDEX customers_by_person ON public.customers USING btree (lender_id, surname, first_name, birth_on);
CREATE INDEX deliveries_due ON public.deliveries USING btree (next_attempt_at) WHERE ((state)::text = 'pending'::text);
CREATE INDEX deliveries_of_subject ON public.deliveries USING btree (subject_id, id);
CREATE UNIQUE INDEX hold_is_resolved ON public.transfers USING btree (pending_id) WHERE (pending_id IS NOT NULL);
CREATE INDEX instalments_due ON public.instalments USING btree (due_on) WHERE ((state)::text = 'scheduled'::text);
CREATE INDEX loans_of_customer ON public.loans USING btree (customer_id);
CREATE INDEX loans_of_merchant ON public.loans USING btree (merchant_id, id);
CREATE INDEX mandates_of_payer ON public.mandates USING btree (payer_id, id) WHERE (payer_id IS NOT NULL);
CREATE INDEX payers_of_merchant ON public.payers USING btree (merchant_id, number);
CREATE UNIQUE INDEX payment_number ON public.payments USING btree (number) WHERE (number IS NOT NULL);
CREATE UNIQUE INDEX payment_token ON public.payments USING btree (token) WHERE (token IS NOT NULL);
CREATE INDEX payments_in_wallet ON public.payments USING btree (payer_id, id) WHERE ((method)::text = ANY (ARRAY['wallet'::text, 'mandate'::text]));
CREATE INDEX payments_of_mandate ON public.payments USING btree (mandate_id, id) WHERE (mandate_id IS NOT NULL);
CREATE INDEX payments_of_store ON public.payments USING btree (store_id, number) WHERE (number IS NOT NULL);
CREATE INDEX plans_of_merchant ON public.plans USING btree (merchant_id, number);
CREATE INDEX platforms_of_merchant ON public.platforms USING btree (merchant_id, id);
CREATE UNIQUE INDEX product_code_exists ON public.products USING btree (merchant_id, code) WHERE (state = 'active'::text);
CREATE UNIQUE INDEX product_name_exists ON public.products USING btree (merchant_id, name) WHERE (state = 'active'::text);
CREATE INDEX products_by_code ON public.products USING btree (merchant_id, code);
CREATE INDEX products_by_name ON public.products USING btree (merchant_id, name);
CREATE INDEX products_of_merchant ON public.products USING btree (merchant_id, number);
CREATE INDEX public_keys_of_merchant ON public.public_keys USING btree (merchant_id, number);
CREATE INDEX receipts_of_payment ON public.receipts USING btree (payment_id);
CREATE INDEX refunds_of_merchant ON public.refunds USING btree (merchant_id, number);
CREATE INDEX refunds_of_payment ON public.refunds USING btree (payment_id, number);
CREATE INDEX request_log_by_age ON public.request_log USING btree (at);
CREATE INDEX returns_of_payment ON public.returns USING btree (payment_id);
CREATE INDEX returns_of_store ON public.returns USING btree (store_id, finished_at) WHERE ((state)::text = 'confirmed'::text);
CREATE UNIQUE INDEX sale_code_exists ON public.subscriptions USING btree (merchant_id, code) WHERE (((state)::text = 'active'::text) AND (code IS NOT NULL));
CREATE INDEX sales_due ON public.subscriptions USING btree (next_at) WHERE (((timing)::text = 'schedule'::text) AND (next_at IS NOT NULL));
CREATE INDEX sales_without_card ON public.subscriptions USING btree (dialect) WHERE ((card_id IS NULL) AND ((state)::text = 'active'::text));
CREATE INDEX schedules_changed ON public.schedules USING btree (changed_at) WHERE (changed_at IS NOT NULL);
CREATE INDEX schedules_of_merchant ON public.schedules USING btree (merchant_id, number);
CREATE UNIQUE INDEX step_exists_on_day ON public.steps USING btree (subscription_id, due_on) WHERE ((due_on IS NOT NULL) AND (NOT is_manual));
CREATE INDEX steps_due ON public.steps USING btree (next_attempt_at) WHERE (next_attempt_at IS NOT NULL);
CREATE INDEX steps_of_day ON public.steps USING btree (merchant_id, due_on, number) WHERE (due_on IS NOT NULL);
CREATE INDEX stores_of_merchant ON public.stores USING btree (merchant_id, id);
CREATE INDEX subscriptions_by_code ON public.subscriptions USING btree (merchant_id, code);
CREATE INDEX subscriptions_of_merchant ON public.subscriptions USING btree (merchant_id, number) WHERE ((timing)::text = 'cadence'::text);
CREATE INDEX subscriptions_of_payer ON public.subscriptions USING btree (payer_id, number);
CREATE INDEX subscriptions_of_plan ON public.subscriptions USING btree (plan_id, number) WHERE (plan_id IS NOT NULL);
CREATE INDEX subscriptions_of_schedule ON public.subscriptions USING btree (schedule_id);
CREATE INDEX templates_of_merchant ON public.templates USING btree (merchant_id, number);
CREATE INDEX wallet_attempts_of_mandate ON public.wallet_attempts USING btree (mandate_id, id) WHERE (mandate_id IS NOT NULL);
CREATE INDEX wallet_attempts_of_payment ON public.wallet_attempts USING btree (payment_id, id);
CREATE INDEX webhooks_of_merchant ON public.webhooks USING btree (merchant_id, number);
CREATE INDEX webhooks_of_payment ON public.webhooks USING btree (payment_id) WHERE (payment_id IS NOT NULL);
