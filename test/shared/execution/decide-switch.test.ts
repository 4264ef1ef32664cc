import { expect, it } from 'vitest';
import { decideSignal } from '../../../shared/execution/decide-signal.ts';
import type { DecisionInput } from '../../../shared/execution/decision.ts';
import type { Signal } from '../../../shared/signals/signal.ts';
import type { Strategy } from '../../../shared/strategies/strategy.ts';
import { aDecisionInput, aSignal, aStrategy } from '../../support/build-signal.ts';
import { NOW } from '../../support/fixed.ts';

const old = new Date(NOW.getTime() - 600_000);

it.each<{
  case: string;
  signal: Partial<Signal>;
  status: Strategy['status'];
  input?: Partial<DecisionInput>;
  comesTo: object;
}>([
  { case: 'on', signal: { intent: 'enable' }, status: 'disabled', comesTo: { kind: 'command', command: 'enable' } },
  { case: 'off', signal: { intent: 'disable' }, status: 'enabled', comesTo: { kind: 'command', command: 'disable' } },
  {
    case: 'on, where it is on',
    signal: { intent: 'enable' },
    status: 'enabled',
    comesTo: { kind: 'no_op', code: 'already_enabled', reason: 'Strategy "demo" is enabled already' },
  },
  {
    case: 'off, where it is off',
    signal: { intent: 'disable' },
    status: 'disabled',
    comesTo: { kind: 'no_op', code: 'already_disabled' },
  },
  {
    case: 'as a test',
    signal: { intent: 'disable', dryRun: true },
    status: 'enabled',
    comesTo: { kind: 'no_op', code: 'dry_run' },
  },
  {
    case: 'on, too late',
    signal: { intent: 'enable' },
    status: 'disabled',
    input: { receivedAt: old },
    comesTo: { kind: 'denied', denial: { rule: 'max_alert_age' } },
  },
  {
    case: 'off, however late',
    signal: { intent: 'disable' },
    status: 'enabled',
    input: { receivedAt: old },
    comesTo: { kind: 'command', command: 'disable' },
  },
  {
    case: 'off while trading is halted',
    signal: { intent: 'disable' },
    status: 'enabled',
    input: { tradingState: { state: 'halted' }, rules: undefined },
    comesTo: { kind: 'command', command: 'disable' },
  },
])('a strategy is switched $case', ({ signal, status, input, comesTo }) => {
  const strategy = aStrategy({ status });
  expect(decideSignal(aDecisionInput({ strategy, ...input, signal: aSignal(signal) }))).toMatchObject(comesTo);
});
