import type { Account } from '../../accounts/account.ts';
import type { Pool } from '../../database/pool.pg.ts';
import type { NewId } from '../../ids/new-id.ts';
import type { Clock } from '../../time/clock.ts';
import type { Exchange } from '../exchange.ts';
import { paperExchange } from './paper-exchange.ts';
import { pgPaperStore } from './store.pg.ts';

/** The paper exchange of one account with its books in Postgres. */
export function pgPaperExchange(
  pool: Pool,
  { account, now, newId }: { account: Pick<Account, 'id'>; now: Clock; newId: NewId },
): Exchange {
  return paperExchange({ store: pgPaperStore(pool), now, newId, accountId: account.id });
}
