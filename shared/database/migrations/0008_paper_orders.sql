-- Every paper order is decided on the account's resting orders of one market; without this they are sought among everybody's.
create index paper_orders_resting on paper_orders (account_id, market, id) where status = 'open';
