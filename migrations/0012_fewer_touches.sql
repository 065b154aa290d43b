-- Nobody asks for the events of a subject. Whoever looks into what became of one goes by its time: ids begin with it.
drop index events_of_subject;

-- An amount stands with its currency, so that what is due is found without a look at each loan.
alter table instalments add column currency text;
update instalments i set currency = l.currency from loans l where l.id = i.loan_id;
alter table instalments alter column currency set not null;
