import { type Database, whileAvailable } from '../database/pool.pg.ts';
import { BEFORE_FIRST, cutPage } from '../paging/page.ts';
import type { AuditAction, AuditEntry } from './audit.ts';
import type { AuditStore } from './store.ts';

type AuditRow = {
  id: string;
  user_id: string;
  actor: string;
  action: AuditAction;
  subject: string;
  detail: Record<string, unknown>;
  at: Date;
};

export function pgAuditStore(database: Database): AuditStore {
  return {
    async list(userId, { limit, cursor = BEFORE_FIRST }) {
      const { rows } = await whileAvailable(() =>
        database.query<AuditRow>(
          `select id, user_id, actor, action, subject, detail, at from audit
           where user_id = $1 and id < $2 order by id desc limit $3`,
          [userId, cursor, limit + 1],
        ),
      );
      return cutPage(rows.map(toEntry), limit);
    },
  };
}

/** Called with the connection of the transaction that makes the change. */
export async function insertAudit(database: Database, entry: AuditEntry): Promise<void> {
  await database.query(
    'insert into audit (id, user_id, actor, action, subject, detail, at) values ($1, $2, $3, $4, $5, $6, $7)',
    [entry.id, entry.userId, entry.actor, entry.action, entry.subject, JSON.stringify(entry.detail), entry.at],
  );
}

function toEntry(row: AuditRow): AuditEntry {
  const { user_id: userId, ...rest } = row;
  return { ...rest, userId };
}
