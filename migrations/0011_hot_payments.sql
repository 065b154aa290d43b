-- A payment's change of state touches no index. PostgreSQL writes a changed row beside the old one and leaves the indexes
-- alone (a heap-only tuple) when no column that an index holds or filters by has changed, and the page has room. What was
-- found by columns that change is found by rows of its own, and the pages of payments keep room from now on.
-- Stop older processes before: they would write neither deadlines nor references.

drop index payments_due, payments_captured, reference_processed;

-- That time ends a payment, and when. Dropped in bulk by who asks what is due, once it is void.
create table payment_deadlines (
  at timestamptz not null,
  id uuid not null,
  payment_id uuid not null,
  primary key (at, id)
);
insert into payment_deadlines (at, id, payment_id)
  select expires_at, gen_random_uuid(), id from payments
  where state in ('pending', 'processing', 'authorized')
    or state = 'captured' and hold_id is not null and method <> 'credit';

-- Which of the payments that share a reference is under way or paid.
create table payment_references (
  store_id uuid not null,
  reference text not null,
  payment_id uuid,
  constraint reference_processed primary key (store_id, reference)
);
insert into payment_references (store_id, reference, payment_id)
  select store_id, reference, id from payments
  where number is not null and state in ('processing', 'authorized', 'captured', 'refunded');

-- What was captured on credit has a loan of the same instant, whose id sorts by it.
create index loans_of_merchant on loans (merchant_id, id);

-- A payment changes three or four times, mostly soon after it was opened; a loan with each instalment.
alter table payments set (fillfactor = 50);
alter table loans set (fillfactor = 75);
