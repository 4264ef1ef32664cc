import { beforeEach, describe, expect, it } from 'vitest';
import { pgAlertArchive } from '../../../shared/archive/archive.pg.ts';
import { answerDrift } from '../../../shared/drift/answer-drift.ts';
import { pgDriftAnswerStore } from '../../../shared/drift/store.pg.ts';
import { idMaker } from '../../../shared/ids/new-id.ts';
import { decimal } from '../../../shared/money/decimal.ts';
import type { PositionSide, Signal } from '../../../shared/signals/signal.ts';
import { systemClock } from '../../../shared/time/clock.ts';
import { aSignal } from '../../support/build-signal.ts';
import { onLedger } from '../../support/on-ledger.ts';
import { insertTrader } from '../../support/trading-rows.ts';

const newId = idMaker(systemClock);
const on = onLedger('drift');

type Told = [side: PositionSide, quantity: string];

/** What the chart says that it held before and holds after its order. */
function story([previousSide, previous]: Told, [targetSide, target]: Told, rest: Partial<Signal> = {}): Signal {
  return aSignal({
    ...{ intent: 'target_position', previousSide, previousQuantity: decimal(previous) },
    ...{ targetSide, targetQuantity: decimal(target), ...rest },
  });
}

const choose = (choice: 'sync' | 'skip' | 'ask', seconds = 300) =>
  on.database.pool.query('update strategies set on_drift = $1, drift_answer_seconds = $2', [choice, seconds]);
const timelineOf = async (id: string) =>
  (await on.lanes.rowsOf('select name from events where alert_id = $1 order by id', [id])).map(({ name }) => name);
const detailOf = async (id: string, name: string) =>
  (await on.lanes.rowsOf('select detail from events where alert_id = $1 and name = $2', [id, name]))[0]?.detail;
const heldNow = async () =>
  (await on.lanes.rowsOf('select quantity from positions where closed_at is null')).map(({ quantity }) => quantity);
const signalOf = async (id: string) =>
  (await on.lanes.rowsOf('select status, rule, held_until from signals where alert_id = $1', [id]))[0];

async function hold(quantity: string): Promise<void> {
  const intent = quantity.startsWith('-') ? 'open_short' : 'open_long';
  await on.lanes.keepAlert(aSignal({ intent, size: { type: 'base', value: decimal(quantity).abs() } }));
  await on.lanes.workDue();
}

async function carryOut(...signals: Signal[]): Promise<string> {
  const id = await on.lanes.keepAlert(...signals);
  await on.lanes.workDue();
  return id;
}

async function say(alertId: string, decision: 'sync' | 'skip', userId = 'usr_1') {
  const deps = {
    ...{ driftAnswers: pgDriftAnswerStore(on.database.pool, { newId }), archive: pgAlertArchive(on.database.pool) },
    ...{ doorbell: { ring: () => undefined }, now: systemClock },
  };
  return answerDrift(deps, { userId, actor: 'tester', alertId, answer: decision });
}

async function answer(id: string, decision: 'sync' | 'skip'): Promise<void> {
  await say(id, decision);
  await on.lanes.workDue();
}

describe('an alert that comes from another position than ours', () => {
  it('does not take a message that is marked as a test for what the chart holds', async () => {
    await on.database.pool.query("update strategies set on_drift = 'skip', size_from_alert = false");
    await carryOut(story(['flat', '0'], ['long', '3']));
    await carryOut(story(['long', '3'], ['flat', '0'], { dryRun: true }));
    const next = await carryOut(story(['long', '3'], ['long', '4']));
    expect(await on.lanes.alertOf(next)).toMatchObject({ status: 'filled' });
  });

  it.each(['sync', 'skip', 'ask'] as const)('is no drift where the two agree, with %s', async (choice) => {
    await choose(choice);
    await hold('0.02');
    const id = await carryOut(story(['long', '0.02'], ['long', '0.03']));
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'filled' });
    expect(await timelineOf(id)).not.toContain('position_drift');
  });

  it('goes to its target with sync, and says both figures', async () => {
    await hold('0.04');
    const id = await carryOut(story(['long', '0.02'], ['long', '0.05']));
    expect(await heldNow()).toEqual(['0.05']);
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'filled' });
    expect(await detailOf(id, 'position_drift')).toMatchObject({
      choice: 'sync',
      alert: { side: 'long', quantity: '0.02' },
      position: { side: 'long', quantity: '0.04' },
      reason: 'The alert comes from long "0.02", and the position is long "0.04"',
    });
    expect(await on.lanes.rowsOf('select kind, severity, alert_id, title from notifications')).toEqual([
      {
        ...{ kind: 'position_drift', severity: 'warning', alert_id: id },
        title: 'BTCUSDT, strategy demo1: The alert comes from long "0.02", and the position is long "0.04"',
      },
    ]);
  });

  it('changes nothing with sync when it is older than one that was followed already', async () => {
    await hold('0.03');
    await carryOut(story(['long', '0.03'], ['long', '0.04'], { signalAt: new Date(Date.now() - 1_000).toISOString() }));
    const late = await carryOut(
      story(['long', '0.02'], ['long', '0.03'], { signalAt: new Date(Date.now() - 3_000).toISOString() }),
    );
    expect(await on.lanes.alertOf(late)).toMatchObject({ status: 'no_op', reason_code: 'overtaken' });
    expect(await heldNow()).toEqual(['0.04']);
    expect(await timelineOf(late)).toEqual(['position_drift', 'no_op']);
  });

  it('enters nothing with skip, and closes what the alert leaves', async () => {
    await choose('skip');
    await hold('0.04');
    const more = await carryOut(story(['long', '0.02'], ['long', '0.05']));
    expect(await on.lanes.alertOf(more)).toMatchObject({ status: 'denied', reason_code: 'position_drift' });
    expect(await heldNow()).toEqual(['0.04']);
    const turn = await carryOut(story(['long', '0.02'], ['short', '0.02']));
    expect(await on.lanes.alertOf(turn)).toMatchObject({ status: 'denied', reason_code: 'position_drift' });
    expect(await heldNow(), 'what closes first is no entry').toEqual([]);
  });

  it('goes to a target below our position with sync, and does nothing with skip, where the alert means to grow', async () => {
    await hold('0.04');
    await carryOut(story(['long', '0.02'], ['long', '0.03']));
    expect(await heldNow()).toEqual(['0.03']);
    await choose('skip');
    const id = await carryOut(story(['long', '0.01'], ['long', '0.02']));
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'denied', reason_code: 'position_drift' });
    expect(await heldNow()).toEqual(['0.03']);
  });

  it.each(['sync', 'skip', 'ask'] as const)('reduces and closes whatever is chosen: %s', async (choice) => {
    await choose(choice);
    await hold('0.04');
    const less = await carryOut(story(['long', '0.03'], ['long', '0.01']));
    expect(await on.lanes.alertOf(less)).toMatchObject({ status: 'filled' });
    expect(await heldNow()).toEqual(['0.01']);
    const flat = await carryOut(story(['long', '0.03'], ['flat', '0']));
    expect(await on.lanes.alertOf(flat)).toMatchObject({ status: 'filled' });
    expect(await timelineOf(flat)).toContain('position_drift');
    expect(await heldNow()).toEqual([]);
  });

  it('is seen by what the chart said before where the sizes are our own', async () => {
    await choose('skip');
    await on.database.pool.query('update strategies set size_from_alert = false');
    const first = await carryOut(story(['flat', '0'], ['long', '3']));
    expect(await on.lanes.alertOf(first)).toMatchObject({ status: 'filled' });
    const next = await carryOut(story(['long', '3'], ['long', '4']));
    expect(await on.lanes.alertOf(next), 'the figures of the chart are not ours').toMatchObject({ status: 'filled' });
    const gap = await carryOut(story(['long', '5'], ['long', '6']));
    expect(await on.lanes.alertOf(gap)).toMatchObject({
      status: 'denied',
      reason: `The alert comes from long "5", and alert "${next}" before it ended at long "4"`,
    });
  });
});

describe('an entry that is asked about', () => {
  beforeEach(() => choose('ask'));
  const question = () => carryOut(story(['long', '0.02'], ['long', '0.05']));

  it('is held, and made once a person says so', async () => {
    await hold('0.04');
    const id = await question();
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'held', reason_code: 'position_drift' });
    expect(await signalOf(id)).toMatchObject({ status: 'held', held_until: expect.any(Date) });
    expect(await timelineOf(id)).toEqual(['position_drift', 'held']);
    await answer(id, 'sync');
    expect(await on.lanes.alertOf(id)).toEqual({ status: 'filled', reason_code: null, reason: null });
    expect(await signalOf(id)).toMatchObject({ status: 'filled', rule: null });
    expect(await heldNow()).toEqual(['0.05']);
  });

  it('is left when a person says so', async () => {
    await hold('0.04');
    const id = await question();
    await answer(id, 'skip');
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'denied', reason_code: 'position_drift' });
    expect(await heldNow()).toEqual(['0.04']);
    expect(await on.lanes.rowsOf('select * from work')).toEqual([]);
  });

  it('expires when nobody answers', async () => {
    await choose('ask', 10);
    await hold('0.04');
    const id = await question();
    const [work] = await on.lanes.rowsOf('select due_at - now() as left, is_begun from work');
    expect(work).toMatchObject({
      is_begun: false,
      left: { seconds: expect.toSatisfy((left) => left >= 8 && left <= 10) },
    });
    await on.database.pool.query('update signals set held_until = now()');
    await on.database.pool.query('update work set due_at = now()');
    await on.lanes.workDue();
    expect(await on.lanes.alertOf(id)).toMatchObject({
      status: 'expired',
      reason: 'Nobody answered within 10 s: The alert comes from long "0.02", and the position is long "0.04"',
    });
  });

  it('is not too old when it was answered late, and is decided on the price of that moment', async () => {
    await hold('0.04');
    const id = await carryOut(story(['long', '0.02'], ['long', '0.05'], { signalPrice: decimal('49000') }));
    await on.database.pool.query(`update alerts set received_at = now() - interval '1 hour' where id = $1`, [id]);
    await answer(id, 'sync');
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'filled' });
    expect(await on.lanes.rowsOf('select reference_price from orders where alert_id = $1', [id])).toEqual([
      { reference_price: null },
    ]);
  });

  it('closes at once what a turn leaves, and asks about the other side alone', async () => {
    await hold('0.04');
    const id = await carryOut(story(['long', '0.02'], ['short', '0.02']));
    expect(await heldNow()).toEqual([]);
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'held' });
    await answer(id, 'sync');
    expect(await heldNow()).toEqual(['-0.02']);
    expect(await on.lanes.ordersOf(id)).toMatchObject([
      { purpose: 'close', status: 'filled' },
      { purpose: 'open', status: 'filled' },
    ]);
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'filled' });
  });

  it('holds up no exit of its lane, and none can be made after it', async () => {
    await hold('0.04');
    const id = await question();
    const exit = await carryOut(aSignal({ intent: 'flat' }));
    expect(await on.lanes.alertOf(exit)).toMatchObject({ status: 'filled' });
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'expired', reason: `Alert "${exit}" came after it` });
    await answer(id, 'sync');
    expect(await heldNow(), 'what the chart has left is not entered again').toEqual([]);
  });

  it('keeps its place before later steps of its own alert', async () => {
    await hold('0.04');
    const id = await carryOut(
      story(['long', '0.02'], ['long', '0.05'], { of: 2 }),
      aSignal({ intent: 'add', size: { type: 'base', value: decimal('0.01') }, step: 2, of: 2 }),
    );
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'held' });
    expect(await heldNow()).toEqual(['0.04']);
    await answer(id, 'sync');
    expect(await heldNow()).toEqual(['0.06']);
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'filled' });
  });

  it('takes one answer, from its own user, and only while it waits', async () => {
    await insertTrader(on.database.pool, { id: '2', hookToken: 'other' });
    await hold('0.04');
    const id = await question();
    expect(await say(id, 'sync', 'usr_2')).toEqual({ outcome: 'not_found' });
    expect(await say('alt_none', 'sync')).toEqual({ outcome: 'not_found' });
    expect(await say(id, 'skip')).toEqual({ outcome: 'kept' });
    expect(await say(id, 'skip'), 'again changes nothing').toEqual({ outcome: 'kept' });
    expect(await say(id, 'sync')).toMatchObject({ outcome: 'refused', code: 'answered_already' });
    await on.lanes.workDue();
    expect(await say(id, 'sync')).toEqual({
      ...{ outcome: 'refused', code: 'not_held' },
      reason: `Cannot answer alert "${id}" with "sync": nothing of it waits for an answer, it is "denied"`,
    });
    expect(await detailOf(id, 'drift_answered')).toEqual({ answer: 'skip', by: 'tester' });
    expect(await on.lanes.rowsOf('select actor, action, subject, detail from audit')).toEqual([
      { actor: 'tester', action: 'alert.answered', subject: id, detail: { answer: 'skip' } },
    ]);
  });

  it('takes no answer after its time, even before anybody has seen to its end', async () => {
    await hold('0.04');
    const id = await question();
    await on.database.pool.query(`update signals set held_until = now() where status = 'held'`);
    expect(await say(id, 'sync')).toMatchObject({ outcome: 'refused', code: 'not_held' });
  });

  it('is denied when a rule forbids it, before and after the answer', async () => {
    await hold('0.04');
    const asked = await question();
    await on.database.pool.query(`update strategies set status = 'disabled'`);
    await answer(asked, 'sync');
    expect(await on.lanes.alertOf(asked)).toMatchObject({ status: 'denied', reason_code: 'strategy_enabled' });
    const id = await question();
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'denied', reason_code: 'strategy_enabled' });
  });
});
