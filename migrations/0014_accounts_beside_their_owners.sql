-- An account's id begins as its owner's does, so that a customer's accounts lie together in the index, and new ones at its
-- end. The rest stays: it is the hash of the account's name. Stop older processes before: they look elsewhere.
create function pg_temp.beside(owner_id uuid, id uuid) returns uuid
  return (left(owner_id::text, 13) || substr(id::text, 14))::uuid;

update transfers set
  debit_account_id = pg_temp.beside(debit.owner_id, debit.id),
  credit_account_id = pg_temp.beside(credit.owner_id, credit.id)
from accounts debit, accounts credit
where debit.id = debit_account_id and credit.id = credit_account_id;

update accounts set id = pg_temp.beside(owner_id, id);
