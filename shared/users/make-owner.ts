import { randomBytes } from 'node:crypto';
import { ANY_DIALECT } from '../alerts/reasons.ts';
import type { NewId } from '../ids/new-id.ts';
import type { NewSecret, SecretToken } from '../ids/secret-token.ts';
import { decimal } from '../money/decimal.ts';
import { hookUrl } from '../strategies/hook-url.ts';
import { DEFAULT_DRIFT_ANSWER_SECONDS, type Strategy } from '../strategies/strategy.ts';
import type { Clock } from '../time/clock.ts';
import { hashPassword } from './hash-password.ts';
import type { NewOwner, OwnerStore } from './owner.ts';

export type MakeOwnerDeps = { owners: OwnerStore; now: Clock; newId: NewId; newSecret: NewSecret };
export type MakeOwner = { baseUrl: string; email?: string };

/** What the owner has to be shown: none of it can be read again. */
export type FirstRun = { email: string; password: string; apiToken: string; webhookUrl: string };

const DEFAULT_EMAIL = 'owner@localhost';
const PASSWORD_BYTES = 18;
/** Makes the owner of a fresh installation, with a paper account and the strategy "demo". @returns null when a user exists */
export async function makeOwner(
  deps: MakeOwnerDeps,
  { baseUrl, email = DEFAULT_EMAIL }: MakeOwner,
): Promise<FirstRun | null> {
  if (await deps.owners.anyUser()) return null;
  const password = randomBytes(PASSWORD_BYTES).toString('base64url');
  const api = deps.newSecret('tbt');
  const hook = deps.newSecret('hk');
  const owner = newOwner(deps, { email, passwordHash: await hashPassword(password), api, hook });
  if (!(await deps.owners.add(owner))) return null;
  return { email, password, apiToken: api.secret, webhookUrl: hookUrl(baseUrl, hook.secret) };
}

type Given = { email: string; passwordHash: string; api: SecretToken; hook: SecretToken };

function newOwner({ now, newId }: MakeOwnerDeps, { email, passwordHash, api, hook }: Given): NewOwner {
  const createdAt = now();
  const userId = newId('usr');
  const accountId = newId('acc');
  return {
    user: { id: userId, email, role: 'owner', createdAt },
    passwordHash,
    apiToken: { id: newId('tok'), userId, name: 'first start', hint: api.hint, createdAt },
    apiTokenDigest: api.digest,
    account: { id: accountId, userId, exchange: 'paper', mode: 'paper', name: 'paper', settings: {}, createdAt },
    strategy: demoStrategy({ id: newId('str'), userId, accountId, hookTokenHint: hook.hint }, createdAt),
    hookTokenDigest: hook.digest,
    audit: {
      id: newId('aud'),
      userId,
      actor: 'first start',
      action: 'owner.created',
      subject: userId,
      detail: { email },
      at: createdAt,
    },
  };
}

/** USD-M by default, because a strategy that plays both sides needs a market that can be short. It is there to try formats with. */
function demoStrategy(ids: Pick<Strategy, 'id' | 'userId' | 'accountId' | 'hookTokenHint'>, createdAt: Date): Strategy {
  return {
    ...ids,
    name: 'demo',
    status: 'enabled',
    mode: 'paper',
    defaultMarket: 'usdm',
    sideRule: 'both',
    sizing: { type: 'quote', value: decimal('100') },
    sizeFromAlert: true,
    onDrift: 'sync',
    driftAnswerSeconds: DEFAULT_DRIFT_ANSWER_SECONDS,
    symbolMap: {},
    readSettings: {},
    dialects: [ANY_DIALECT],
    limits: {},
    onDifference: 'tell',
    marginType: 'account',
    createdAt,
    updatedAt: createdAt,
  };
}
