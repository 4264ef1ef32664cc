import { print } from '../money/decimal.ts';
import { COMMAND_DIALECT } from '../strategies/traded-symbol.ts';
import type { Clock } from '../time/clock.ts';
import { DRIFT_RULE } from './decide-drift.ts';
import type { Decision } from './decision.ts';
import { describeOrder } from './describe-order.ts';
import type { ToldPosition } from './find-drift.ts';
import type { Execution, ExecutionStep, Hold } from './store.ts';

/** Told once, when it is found, with both figures and what the strategy chooses. */
export function tellDrift(execution: Execution, decision: Decision): Pick<ExecutionStep, 'events' | 'notifications'> {
  const { drift } = decision;
  if (drift === undefined) return { events: [] };
  const { strategy, symbol } = execution;
  const detail = {
    ...{ choice: strategy.onDrift, alert: told(drift.alert), position: told(drift.position) },
    ...(drift.chart && { chart: { ...told(drift.chart), alertId: drift.chart.alertId } }),
    ...(drift.isLate && { isLate: true }),
    reason: drift.reason,
  };
  const heldOrder = 'heldOrder' in decision ? decision.heldOrder : undefined;
  const question = heldOrder && { seconds: strategy.driftAnswerSeconds, order: describeOrder(heldOrder) };
  const asks = question ? `; its entry waits ${strategy.driftAnswerSeconds} s for an answer` : '';
  return {
    events: [{ name: DRIFT_RULE, detail }, ...(question ? [{ name: 'held', detail: question }] : [])],
    notifications: [
      {
        ...{ kind: 'position_drift', severity: 'warning' },
        title: `${symbol}, strategy ${strategy.name}: ${drift.reason}${asks}`,
        detail: { symbol, ...detail, ...(question && { held: question }) },
      },
    ],
  };
}

export function holdOf(
  { now }: { now: Clock },
  { strategy }: Execution,
  { drift }: Decision,
): Pick<Hold, 'until' | 'reason'> {
  const until = new Date(now().getTime() + strategy.driftAnswerSeconds * 1_000);
  return { until, reason: drift?.reason ?? '' };
}

/** Followed or not, the chart holds from now on what it says. What is asked for again tells an old story, and a test none. */
export function chartOf({ signal, alert, decided }: Execution): Pick<ExecutionStep, 'chart'> {
  const { intent, targetSide: side, targetQuantity: quantity, signalAt, dialect } = signal;
  const isAsked = dialect === COMMAND_DIALECT || alert.source === 'replay';
  const isStory = intent === 'target_position' && !isAsked && !signal.dryRun;
  if (!isStory || side === undefined || decided !== undefined) return {};
  return { chart: { side, ...(quantity && { quantity }), ...(signalAt && { signalAt: new Date(signalAt) }) } };
}

function told({ side, quantity }: ToldPosition): Record<string, string> {
  return { side, ...(quantity && { quantity: print(quantity) }) };
}
