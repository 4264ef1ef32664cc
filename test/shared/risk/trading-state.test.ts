import { expect, it } from 'vitest';
import { setTradingState } from '../../../shared/risk/set-trading-state.ts';
import { currentTradingState } from '../../../shared/risk/trading-state.ts';
import { memoryTradingStateStore } from '../../../shared/risk/trading-state-store.memory.ts';
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

const who = { userId: 'usr_1', actor: 'tok_1' };

it('setTradingState() keeps the state with who set it and an audit entry', async () => {
  const tradingStates = memoryTradingStateStore();
  const deps = { tradingStates, now: fixedClock(), newId: fixedIds() };
  await setTradingState(deps, { ...who, state: 'reducing', reason: 'weekend', expiresAt: at(60_000) });
  expect(await tradingStates.find('usr_1')).toEqual({
    state: 'reducing',
    reason: 'weekend',
    setBy: 'tok_1',
    setAt: NOW,
    expiresAt: at(60_000),
  });
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
])('setTradingState() refuses $case', async ({ input, code }) => {
  const tradingStates = memoryTradingStateStore();
  const set = await setTradingState({ tradingStates, now: fixedClock(), newId: fixedIds() }, { ...who, ...input });
  expect(set).toMatchObject({ outcome: 'refused', code });
  expect(await tradingStates.find('usr_1')).toBeUndefined();
});
