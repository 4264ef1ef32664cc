import * as z from 'zod';
import { type FirstRun, makeOwner } from '../../shared/users/make-owner.ts';
import { wire } from './wire.ts';

const migrateEvent = z.union([
  z.object({ firstRun: z.literal(true), baseUrl: z.url(), email: z.email().optional() }),
  z.object({ firstRun: z.literal(false).default(false) }),
]);

const deps = wire();

/** Invoked by hand or by a start script. It throws when it fails: whoever asked has to see that. */
export async function handler(event: unknown): Promise<{ applied: string[]; firstRun: FirstRun | null }> {
  const asked = migrateEvent.parse(event);
  const applied = await deps.migrate();
  return { applied, firstRun: asked.firstRun ? await makeOwner(deps.owner, asked) : null };
}
