import type { NewId } from '../ids/new-id.ts';
import type { NewSecret } from '../ids/secret-token.ts';
import type { Clock } from '../time/clock.ts';
import { type ChooseAccountDeps, chooseAccount } from './choose-account.ts';
import type { StrategyStore } from './store.ts';
import type { Strategy } from './strategy.ts';
import { nameTaken, type StrategyRefusal } from './strategy-refusal.ts';

export type CreateStrategyDeps = ChooseAccountDeps & {
  strategies: StrategyStore;
  now: Clock;
  newId: NewId;
  newSecret: NewSecret;
};

/** What a person may choose. */
export type StrategySettings = Pick<
  Strategy,
  | 'name'
  | 'mode'
  | 'defaultMarket'
  | 'sideRule'
  | 'sizing'
  | 'sizeFromAlert'
  | 'onDrift'
  | 'driftAnswerSeconds'
  | 'symbolMap'
  | 'limits'
  | 'onDifference'
  | 'marginType'
  | 'defaultSymbol'
  | 'readSettings'
  | 'dialects'
>;

/** Without `accountId` the user must have a single account of that mode. */
export type CreateStrategy = { userId: string; actor: string; accountId?: string; settings: StrategySettings };

export type CreatedStrategy = { outcome: 'created'; strategy: Strategy; hookToken: string } | StrategyRefusal;

/** Makes a strategy and its hook token, which is told once. */
export async function createStrategy(deps: CreateStrategyDeps, input: CreateStrategy): Promise<CreatedStrategy> {
  const { userId, actor, accountId, settings } = input;
  const account = await chooseAccount(deps, { userId, accountId, mode: settings.mode });
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
