import type { Pool } from '../../shared/database/pool.pg.ts';
import { digestToken } from '../../shared/ids/secret-token.ts';

export const HOOK_TOKEN = 'hk_test-token-of-the-demo-strategy';

/** A user with a paper account and one strategy, for tests that begin with an alert. */
export async function insertTrader(
  pool: Pool,
  given: { id?: string; defaultMarket?: 'spot' | 'usdm'; hookToken?: string } = {},
): Promise<void> {
  const { id = '1', defaultMarket = 'usdm', hookToken = HOOK_TOKEN } = given;
  await pool.query(
    `insert into users (id, email, password_hash, role, created_at) values ($1, $2, 'x', 'owner', now())`,
    [`usr_${id}`, `owner${id}@example.com`],
  );
  await pool.query(
    `insert into accounts (id, user_id, exchange, mode, name, created_at) values ($1, $2, 'paper', 'paper', 'paper', now())`,
    [`acc_${id}`, `usr_${id}`],
  );
  await pool.query(
    `insert into strategies (id, user_id, account_id, name, status, mode, default_market, side_rule, sizing, size_from_alert,
       hook_token_digest, hook_token_hint, created_at, updated_at)
     values ($1, $2, $3, $4, 'enabled', 'paper', $5, 'both', '{"type":"quote","value":"100"}', true, $6, 'tegy', now(), now())`,
    [`str_${id}`, `usr_${id}`, `acc_${id}`, `demo${id}`, defaultMarket, digestToken(hookToken)],
  );
}
