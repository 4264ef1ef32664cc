import type { Exchange } from '../exchanges/exchange.ts';
import type { WorkResult } from '../queue/drain-lanes.ts';
import type { Lease } from '../queue/work.ts';
import { cancelResting } from './cancel-resting.ts';
import type { CommitChangeDeps } from './commit-change.ts';
import type { Decision } from './decision.ts';
import { denialEvent, haltOf } from './keep-decision.ts';
import { chartOf, holdOf, tellDrift } from './keep-drift.ts';
import { modifyProtection } from './modify-protection.ts';
import type { Execution, ExecutionStep } from './store.ts';
import { namedBy } from './which-resting.ts';

type Held = { execution: Execution; lease: Lease };

/** What comes to no order of its own ends with the very commit that keeps the decision, or waits from then on. */
export async function endUndone(
  deps: CommitChangeDeps,
  exchange: Exchange,
  held: Held,
  decision: Exclude<Decision, { kind: 'orders' }>,
): Promise<WorkResult> {
  const { execution, lease } = held;
  const step = await undone(deps, exchange, held, decision);
  const kept = execution.decided === undefined ? { newSignal: { id: deps.newId('sig'), denial: undefined } } : {};
  const drift = tellDrift(execution, decision);
  const events = [...drift.events, ...step.events];
  await deps.executions.commit(lease, execution, { ...kept, ...step, ...drift, events, ...chartOf(execution) });
  return { status: 'finished' };
}

async function undone(
  deps: CommitChangeDeps,
  exchange: Exchange,
  held: Held,
  decision: Exclude<Decision, { kind: 'orders' }>,
): Promise<ExecutionStep> {
  switch (decision.kind) {
    case 'no_op': {
      const { code, reason } = decision;
      return {
        outcome: { status: 'no_op', rule: code, reason },
        events: [{ name: 'no_op', detail: { code, reason } }],
      };
    }
    case 'denied': {
      const { rule, reason } = decision.denial;
      const halt = haltOf(deps, held.execution, decision.denial);
      return { outcome: { status: 'denied', rule, reason }, events: [denialEvent(decision)], ...halt };
    }
    case 'stopped': {
      const { rule, reason } = decision;
      return { outcome: { status: 'canceled', rule, reason }, events: [{ name: 'stopped', detail: { rule, reason } }] };
    }
    case 'held': {
      const newSignal = { id: deps.newId('sig'), denial: undefined, hold: holdOf(deps, held.execution, decision) };
      return { newSignal, isHeld: true, events: [] };
    }
    case 'command': {
      if (decision.command === 'modify_protection') return modifyProtection(deps, exchange, held.execution);
      const isMeant = namedBy(held.execution.signal);
      const { outcome, detail } = await cancelResting(deps, exchange, { ...held, isMeant });
      return { outcome, events: [{ name: 'orders_canceled', detail }] };
    }
  }
}
