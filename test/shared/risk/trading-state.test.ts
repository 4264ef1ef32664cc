import { expect, it } from 'vitest';
import { memoryAccountStore } from '../../../shared/accounts/store.memory.ts';
import { setTradingState } from '../../../shared/risk/set-trading-state.ts';
import { currentTradingState, tradingStateOf } from '../../../shared/risk/trading-state.ts';
import { memoryTradingStateStore } from '../../../shared/risk/trading-state-store.memory.ts';
import { anAccount } from '../../support/build-signal.ts';
import { fixedClock, fixedIds, NOW } from '../../support/fixed.ts';

const at = (ms: number) => new Date(NOW.getTime() + ms);

it.each([
  { case: 'nothing set', kept: undefined, state: 'active' },
  { case: 'a halt without an end', kept: { state: 'halted' as const }, state: 'halted' },
  { case: 'a halt that ends in a moment', kept: { state: 'halted' as const, expiresAt: at(1) }, state: 'halted' },
  { case: 'a halt that ends now', kept: { state: 'halted' as const, expiresAt: at(0) }, state: 'active' },
])('currentTradingState() is $state with $case', ({ kept, state }) => {
  expect(currentTradingState(kept, NOW).state).toBe(state);
});

const accounts = memoryAccountStore([anAccount(), anAccount({ id: 'acc_2' })]);
const who = { userId: 'usr_1', actor: 'tok_1' };

it('setTradingState() keeps the state with who set it and an audit entry', async () => {
  const tradingStates = memoryTradingStateStore();
  const deps = { tradingStates, accounts, now: fixedClock(), newId: fixedIds() };
  await setTradingState(deps, { ...who, state: 'reducing', reason: 'weekend', expiresAt: at(60_000) });
  expect(await tradingStates.list('usr_1')).toEqual([
    { source: 'person', state: 'reducing', reason: 'weekend', setBy: 'tok_1', setAt: NOW, expiresAt: at(60_000) },
  ]);
  expect(tradingStates.audit).toMatchObject([
    { action: 'trading_state.set', detail: { state: 'reducing', reason: 'weekend' } },
  ]);
});

it.each([
  { case: 'a halt without a reason', input: { state: 'halted' as const }, code: 'reason_required' },
  {
    case: 'an end that is over',
    input: { state: 'halted' as const, reason: 'x', expiresAt: at(0) },
    code: 'expiry_in_the_past',
  },
  {
    case: 'an account of somebody else',
    input: { state: 'halted' as const, reason: 'x', accountId: 'acc_9' },
    code: 'account_unknown',
  },
])('setTradingState() refuses $case', async ({ input, code }) => {
  const tradingStates = memoryTradingStateStore();
  const set = await setTradingState(
    { tradingStates, accounts, now: fixedClock(), newId: fixedIds() },
    { ...who, ...input },
  );
  expect(set).toMatchObject({ outcome: 'refused', code });
  expect(await tradingStates.list('usr_1')).toEqual([]);
});

it('tradingStateOf() lets the strictest count, of the user and of the account, set by a person or by a limit', () => {
  const states = [
    { state: 'reducing', source: 'person', reason: 'weekend' },
    { state: 'halted', source: 'risk', accountId: 'acc_1', expiresAt: at(1) },
    { state: 'halted', source: 'person', accountId: 'acc_2', expiresAt: at(0) },
  ] as const;
  expect(tradingStateOf(states, NOW)).toEqual({ state: 'reducing', reason: 'weekend' });
  expect(tradingStateOf(states, NOW, 'acc_1')).toEqual({ state: 'halted', expiresAt: at(1) });
  expect(tradingStateOf(states, NOW, 'acc_2'), 'its own state is over').toMatchObject({ state: 'reducing' });
  expect(tradingStateOf([], NOW, 'acc_1')).toEqual({ state: 'active' });
});

it.each([
  { case: 'everything', accountId: undefined, left: [] },
  { case: 'one account', accountId: 'acc_1', left: ['acc_2'] },
])(
  'setTradingState() takes back what loss limits have stopped when a person resumes $case',
  async ({ accountId, left }) => {
    const tradingStates = memoryTradingStateStore();
    const deps = { tradingStates, accounts, now: fixedClock(), newId: fixedIds() };
    const audit = {
      id: 'aud_1',
      userId: 'usr_1',
      actor: 'risk',
      action: 'trading_state.set',
      subject: '',
      detail: {},
      at: NOW,
    } as const;
    for (const id of ['acc_1', 'acc_2'])
      await tradingStates.set(
        'usr_1',
        { state: 'halted', source: 'risk', accountId: id, setBy: 'risk', setAt: NOW },
        audit,
      );
    const set = await setTradingState(deps, { ...who, state: 'active', ...(accountId && { accountId }) });
    expect(set).toMatchObject({ outcome: 'set', state: { state: 'active' } });
    const kept = (await tradingStates.list('usr_1')).filter(({ source }) => source === 'risk');
    expect(kept.map((one) => one.accountId)).toEqual(left);
  },
);
