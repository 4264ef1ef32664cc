import * as z from 'zod';
import { type RotatedKeys, rotateKeys } from '../../shared/exchange-keys/rotate-keys.ts';
import { type FirstRun, makeOwner } from '../../shared/users/make-owner.ts';
import { wire } from './wire.ts';

const migrateEvent = z.union([
  z.object({ firstRun: z.literal(true), baseUrl: z.url(), email: z.email().optional() }),
  z.object({
    firstRun: z.literal(false).default(false),
    /** `true`: the master key, where there is a previous one, and the data key. */
    rotateKeys: z.union([z.literal(true), z.enum(['master-key', 'data-key'])]).optional(),
  }),
]);

type Migrated = { applied: string[]; firstRun: FirstRun | null; rotated?: RotatedKeys };

const ACTOR = 'migrate';
const deps = wire();

/** Invoked by hand or by a start script. It throws when it fails: whoever asked has to see that. */
export async function handler(event: unknown): Promise<Migrated> {
  const asked = migrateEvent.parse(event);
  const applied = await deps.migrate();
  await deps.warnOfKeys();
  if (asked.firstRun) return { applied, firstRun: await makeOwner(deps.owner, asked) };
  if (asked.rotateKeys === undefined) return { applied, firstRun: null };
  return {
    applied,
    firstRun: null,
    rotated: await rotateKeys(deps.rotation, { which: asked.rotateKeys, actor: ACTOR }),
  };
}
