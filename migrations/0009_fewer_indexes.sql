-- Every index is written with every row, and a payment's again with each change of its state. Nobody asks for these;
-- and rows without a number or token need no entry in theirs.
drop index transfers_of_subject, accounts_of_owner;
alter table payments drop constraint payment_number, drop constraint payment_token;
create unique index payment_number on payments (number) where number is not null;
create unique index payment_token on payments (token) where token is not null;
