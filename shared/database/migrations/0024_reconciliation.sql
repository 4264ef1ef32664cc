-- Which account of the exchange the books of one of ours are of, once a key has told: another key has to open the same one.
alter table accounts add column exchange_uid text;
create unique index accounts_exchange_uid on accounts (user_id, exchange, mode, exchange_uid) where exchange_uid is not null;

-- What a lasting difference to the exchange does to new entries, and how positions of a strategy are margined.
alter table strategies
  add column on_difference text not null default 'tell' check (on_difference in ('tell', 'halt')),
  add column margin_type text not null default 'account' check (margin_type in ('account', 'isolated', 'crossed'));

-- A difference halts an account until a person resumes, beside what persons and loss limits have set.
alter table trading_states drop constraint trading_states_source_check;
alter table trading_states add constraint trading_states_source_check check (source in ('person', 'risk', 'reconciliation'));

-- Each finding says itself since when it lasts and whether it was told; what attempts fail on is kept too. Findings of before are
-- found again by the next comparison.
alter table reconciliations
  drop column found_since,
  drop column is_alarm_told,
  alter column checked_at drop not null,
  add column failing_since timestamptz,
  add column failed_at timestamptz,
  add column failure text,
  add column is_failure_told boolean not null default false;
update reconciliations set findings = '[]';
create index orders_account_ended on orders (account_id, updated_at)
  where status in ('filled', 'canceled', 'rejected', 'expired');
