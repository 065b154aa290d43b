-- Due work, faster. What the acquirer is asked for is stored with the step alone, which names the card and says until
-- when it is claimed; the payment is stored once it is decided. Claiming changes no column that has an index, so that
-- the row stays on its page, which keeps room for it.
alter table steps
  add card_id uuid,
  add claimed_until timestamptz,
  set (fillfactor = 50);

-- Each change of a row that touches an index writes all its indexes anew: what only some rows need leaves the others
-- out.
drop index subscriptions_of_merchant, subscriptions_of_plan;
create index subscriptions_of_merchant on subscriptions (merchant_id, number) where timing = 'cadence';
create index subscriptions_of_plan on subscriptions (plan_id, number) where plan_id is not null;

-- What customers are charged for instalments is stored before they are, for all of a lender that are due together. What
-- was left in the middle goes on from there.
create table collections (
  lender_id uuid primary key references merchants (id),
  charges json not null,
  claimed_until timestamptz
);
create index collections_claimed on collections (claimed_until) where claimed_until is not null;
insert into collections (lender_id, charges, claimed_until)
  select i.lender_id, json_agg(json_build_object('lenderId', i.lender_id, 'loanId', i.loan_id, 'number', i.number, 'phone', c.phone,
    'currency', l.currency, 'amount', i.charging::text)), now()
  from instalments i join loans l on l.id = i.loan_id join customers c on c.id = i.customer_id
  where i.charging is not null group by i.lender_id;
update instalments set state = 'scheduled' where state = 'collecting';
drop index instalments_due;
alter table instalments drop column charging;
create index instalments_due on instalments (due_on) where state = 'scheduled';
alter domain instalment_state drop constraint instalment_state_check;
alter domain instalment_state add constraint instalment_state_check
  check (value in ('scheduled', 'paid', 'overdue', 'canceled'));
