import { insertAudit } from '../audit/store.pg.ts';
import { type Database, type Pool, whileAvailable } from '../database/pool.pg.ts';
import { inTransaction } from '../database/transaction.pg.ts';
import { readPaperSettings } from '../exchanges/paper/paper-settings.ts';
import { openBooks } from '../exchanges/paper/store.pg.ts';
import { idMaker } from '../ids/new-id.ts';
import { secretMaker } from '../ids/secret-token.ts';
import { insertStrategy } from '../strategies/store.pg.ts';
import { systemClock } from '../time/clock.ts';
import { insertApiToken } from './api-token-store.pg.ts';
import type { MakeOwnerDeps } from './make-owner.ts';
import type { NewOwner, OwnerStore } from './owner.ts';

/** What `makeOwner` needs, on Postgres. */
export function ownerDeps(pool: Pool): MakeOwnerDeps {
  return { owners: pgOwnerStore(pool), now: systemClock, newId: idMaker(systemClock), newSecret: secretMaker() };
}

export function pgOwnerStore(pool: Pool): OwnerStore {
  return {
    anyUser: () => whileAvailable(() => anyUser(pool)),
    add: (owner) =>
      inTransaction(pool, async (database) => {
        // Two first starts at once: the second waits here, and then sees the first one's owner.
        await database.query('lock table users in share row exclusive mode');
        if (await anyUser(database)) return false;
        await insertOwner(database, owner);
        return true;
      }),
  };
}

async function anyUser(database: Database): Promise<boolean> {
  const { rows } = await database.query('select 1 from users limit 1');
  return rows.length > 0;
}

async function insertOwner(database: Database, owner: NewOwner): Promise<void> {
  const { user, account } = owner;
  await database.query('insert into users (id, email, password_hash, role, created_at) values ($1, $2, $3, $4, $5)', [
    user.id,
    user.email,
    owner.passwordHash,
    user.role,
    user.createdAt,
  ]);
  await insertApiToken(database, owner.apiToken, owner.apiTokenDigest);
  await database.query(
    'insert into accounts (id, user_id, exchange, mode, name, settings, created_at) values ($1, $2, $3, $4, $5, $6, $7)',
    [
      account.id,
      account.userId,
      account.exchange,
      account.mode,
      account.name,
      JSON.stringify(account.settings),
      account.createdAt,
    ],
  );
  await openBooks(database, account.id, readPaperSettings(account.settings));
  await insertStrategy(database, owner.strategy, owner.hookTokenDigest);
  await insertAudit(database, owner.audit);
}
