import type { AccountStore } from '../accounts/store.ts';
import type { NewId } from '../ids/new-id.ts';
import type { NewSecret } from '../ids/secret-token.ts';
import type { Clock } from '../time/clock.ts';
import type { StrategyStore } from './store.ts';
import type { Strategy } from './strategy.ts';

export type CreateStrategyDeps = {
  strategies: StrategyStore;
  accounts: AccountStore;
  now: Clock;
  newId: NewId;
  newSecret: NewSecret;
};

/** What a person may choose. */
export type StrategySettings = Pick<
  Strategy,
  'name' | 'mode' | 'defaultMarket' | 'sideRule' | 'sizing' | 'sizeFromAlert' | 'symbolMap' | 'limits'
>;

/** Without `accountId` the user must have a single account of that mode. */
export type CreateStrategy = { userId: string; actor: string; accountId?: string; settings: StrategySettings };

export type StrategyRefusal = {
  outcome: 'refused';
  code: 'mode_not_available' | 'account_unknown' | 'account_not_named' | 'account_mode_differs' | 'name_taken';
  reason: string;
};
export type CreatedStrategy = { outcome: 'created'; strategy: Strategy; hookToken: string } | StrategyRefusal;

/** Makes a strategy and its hook token, which is told once. */
export async function createStrategy(deps: CreateStrategyDeps, input: CreateStrategy): Promise<CreatedStrategy> {
  const { userId, actor, settings } = input;
  const account = await chooseAccount(deps.accounts, input);
  if (typeof account !== 'string') return account;
  const hook = deps.newSecret('hk');
  const createdAt = deps.now();
  const strategy: Strategy = {
    id: deps.newId('str'),
    userId,
    accountId: account,
    status: 'enabled',
    ...settings,
    hookTokenHint: hook.hint,
    createdAt,
    updatedAt: createdAt,
  };
  const added = await deps.strategies.add(strategy, hook.digest, {
    id: deps.newId('aud'),
    userId,
    actor,
    action: 'strategy.created',
    subject: strategy.id,
    detail: { name: settings.name, mode: settings.mode, accountId: account },
    at: createdAt,
  });
  return added === 'added' ? { outcome: 'created', strategy, hookToken: hook.secret } : nameTaken(settings.name);
}

export function nameTaken(name: string): StrategyRefusal {
  return { outcome: 'refused', code: 'name_taken', reason: `There is a strategy named "${name}" already` };
}

/** Paper before testnet before live: until a mode can be carried out, nothing may be set to it. */
export function refuseMode(mode: Strategy['mode'] | undefined): StrategyRefusal | undefined {
  if (mode === undefined || mode === 'paper') return undefined;
  const reason = `Mode "${mode}" is not available in this version: strategies trade on paper only`;
  return { outcome: 'refused', code: 'mode_not_available', reason };
}

async function chooseAccount(
  accounts: AccountStore,
  { userId, accountId, settings: { mode } }: CreateStrategy,
): Promise<string | StrategyRefusal> {
  const refusal = refuseMode(mode);
  if (refusal !== undefined) return refusal;
  if (accountId === undefined) {
    const fitting = (await accounts.list(userId)).filter((account) => account.mode === mode);
    const [only] = fitting;
    if (only !== undefined && fitting.length === 1) return only.id;
    const reason = `You have ${fitting.length} accounts in mode "${mode}": name one as "accountId"`;
    return { outcome: 'refused', code: 'account_not_named', reason };
  }
  const account = await accounts.find(userId, accountId);
  if (account === undefined)
    return { outcome: 'refused', code: 'account_unknown', reason: `You have no account "${accountId}"` };
  if (account.mode === mode) return account.id;
  const reason = `Account "${accountId}" is in mode "${account.mode}", the strategy in mode "${mode}"`;
  return { outcome: 'refused', code: 'account_mode_differs', reason };
}
