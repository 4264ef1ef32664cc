import { type Database, type Pool, whileAvailable } from './pool.pg.ts';

/** Runs `work` on one connection inside one transaction: all of it is committed, or none of it. */
export async function inTransaction<Result>(
  pool: Pool,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  return whileAvailable(async () => {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('begin');
      const result = await work(client);
      await client.query('commit');
      return result;
    } catch (error) {
      broken = await rollBack(() => client.query('rollback'));
      throw error;
    } finally {
      client.release(broken);
    }
  });
}

/** @returns the error that makes the connection unfit for further use, if rolling back failed too */
async function rollBack(query: () => Promise<unknown>): Promise<Error | undefined> {
  try {
    await query();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
