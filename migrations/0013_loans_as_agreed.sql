-- What was paid of a loan is what its instalments left to pay do not tell of: it stands there once. So a loan changes when
-- goods come back, and never by being repaid.
alter table loans
  drop column paid_principal,
  drop column paid_fee,
  drop column state;
drop domain loan_state;
