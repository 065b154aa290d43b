-- A sale may ask its payer for each step by a link instead of charging a card: then it has none. Those sales are few
-- among all, and are found without looking at the others.
alter table subscriptions drop constraint subscriptions_timing;
alter table subscriptions add constraint subscriptions_timing check (
  ((plan_id is null) <> (product_id is null))
  and ((timing = 'cadence') = (cadence is not null))
  and ((timing = 'schedule') = (schedule_id is not null))
  and (timing <> 'cadence' or card_id is not null)
  and (timing = 'cadence' or (begin_on is not null and step_id is null))
  and (timing <> 'cadence' or ((step_id is null) = (state in ('canceled', 'ended'))))
);
create index sales_without_card on subscriptions (dialect) where card_id is null and state = 'active';

-- A schedule that many sales follow is changed in one small write; its sales take it over afterwards, some at a time.
alter table schedules add column changed_at timestamptz;
create index schedules_changed on schedules (changed_at) where changed_at is not null;
