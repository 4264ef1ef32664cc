import type { NewId } from '../ids/new-id.ts';
import type { WorkResult } from '../queue/drain-lanes.ts';
import type { Lease } from '../queue/work.ts';
import type { Denial } from '../risk/denial.ts';
import { refuseWithoutKey } from '../strategies/choose-account.ts';
import type { Clock } from '../time/clock.ts';
import { alertAge } from './alert-age.ts';
import { decideSwitch, isSwitch, statusAfter } from './decide-switch.ts';
import { denialEvent } from './keep-decision.ts';
import type { Execution, ExecutionStep, ExecutionStore } from './store.ts';

export type SwitchStrategyDeps = { executions: ExecutionStore; now: Clock; newId: NewId };

/**
 * Switches the strategy that the message came to, and asks no exchange: a strategy can be switched off while its exchange cannot
 * be reached. Decision, change, audit entry and event are one commit.
 */
export async function switchStrategy(
  deps: SwitchStrategyDeps,
  { execution, lease }: { execution: Execution; lease: Lease },
): Promise<WorkResult> {
  const newSignal = { id: deps.newId('sig'), denial: undefined };
  await deps.executions.commit(lease, execution, { newSignal, ...(await stepOf(deps, execution)) });
  return { status: 'finished' };
}

async function stepOf(deps: SwitchStrategyDeps, execution: Execution): Promise<ExecutionStep> {
  const { signal, strategy, risk } = execution;
  if (!isSwitch(signal.intent)) throw new RangeError(`Cannot switch a strategy by "${signal.intent}"`);
  const input = { signal, strategy, risk, now: deps.now(), ...alertAge(execution.alert) };
  const decision = decideSwitch(input, signal.intent);
  if (decision.kind === 'no_op') {
    const { code, reason } = decision;
    return { outcome: { status: 'no_op', rule: code, reason }, events: [{ name: 'no_op', detail: { code, reason } }] };
  }
  const denial = decision.kind === 'denied' ? decision.denial : await keyDenial(deps, execution);
  if (denial !== undefined) {
    const { rule, reason } = denial;
    return { outcome: { status: 'denied', rule, reason }, events: [denialEvent({ kind: 'denied', denial })] };
  }
  const strategyStatus = statusAfter(signal.intent);
  const detail = { strategyId: strategy.id, name: strategy.name, before: strategy.status };
  return { outcome: { status: 'done' }, strategyStatus, events: [{ name: `strategy_${strategyStatus}`, detail }] };
}

/** As for a person who enables it: what is not paper needs a key that may open something new, where it trades from now on. */
async function keyDenial({ executions }: SwitchStrategyDeps, execution: Execution): Promise<Denial | undefined> {
  if (execution.signal.intent !== 'enable') return undefined;
  const { strategy, strategyAccountId: accountId } = execution;
  const refusal = await refuseWithoutKey(executions, { ...strategy, accountId });
  return refusal && { rule: refusal.code, reason: refusal.reason };
}
