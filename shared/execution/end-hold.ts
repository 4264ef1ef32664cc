import type { Lease } from '../queue/work.ts';
import type { Intent, Signal } from '../signals/signal.ts';
import { DRIFT_RULE } from './decide-drift.ts';
import type { Execution, ExecutionStep, ExecutionStore } from './store.ts';

const CLOCK_SLACK_MS = 2_000;
const LEAVE_POSITION: readonly Intent[] = ['cancel_orders', 'modify_protection', 'enable', 'disable', 'noop'];

/** How a held entry ends that nobody wants. @returns undefined when a person said that it is to be made */
export function unansweredStep({ decided, strategy }: Execution, now: Date): ExecutionStep | undefined {
  const { answer, reason, until } = decided?.hold ?? {};
  if (answer === 'sync') return undefined;
  if (answer === 'skip') {
    const detail = { rule: DRIFT_RULE, reason: `It was answered "skip": ${reason}` };
    return { outcome: { status: 'denied', ...detail }, events: [{ name: 'denied', detail }] };
  }
  // The kill switch hurries whatever waits, and the two clocks may differ a little.
  const isOver = until === undefined || until.getTime() - now.getTime() < CLOCK_SLACK_MS;
  const waited = isOver
    ? `Nobody answered within ${strategy.driftAnswerSeconds} s`
    : 'It was ended before it was answered';
  const detail = { rule: DRIFT_RULE, reason: `${waited}: ${reason}` };
  return { outcome: { status: 'expired', ...detail }, events: [{ name: 'expired', detail }] };
}

export type OvertakeHeldDeps = { executions: ExecutionStore };

/**
 * An alert that moves the position ends what earlier ones of its strategy still wait for: their question was about a position
 * and a market that are not there any more.
 */
export async function overtakeHeld(
  { executions }: OvertakeHeldDeps,
  { execution, lease }: { execution: Execution; lease: Lease },
): Promise<void> {
  if (!execution.hasHeld || !movesPosition(execution.signal)) return;
  for (const work of await executions.held(execution)) {
    const held = await executions.load(work);
    if (held?.decided?.hold?.isWaiting !== true) continue;
    const detail = { rule: 'overtaken', reason: `Alert "${execution.alert.id}" came after it` };
    await executions.commit(lease, held, {
      outcome: { status: 'expired', ...detail },
      events: [{ name: 'expired', detail }],
    });
  }
}

function movesPosition({ intent, dryRun }: Signal): boolean {
  return !dryRun && !LEAVE_POSITION.includes(intent);
}
