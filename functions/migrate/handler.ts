import { migrate } from '../../shared/database/migrate.pg.ts';
import { wire } from './wire.ts';

const deps = wire();

/** Invoked by hand or by a start script. It throws when it fails: whoever asked has to see that. */
export async function handler(): Promise<{ applied: string[] }> {
  return { applied: await migrate(deps.migrations) };
}
