import { setTimeout as wait } from 'node:timers/promises';
import { decimal } from '../../../shared/money/decimal.ts';
import { compareBooks } from '../books/compare-books.ts';
import { readOurBooks } from '../books/our-books.ts';
import { readTheirBooks } from '../books/their-books.ts';
import type { OpenedAccount } from '../trading.ts';
import type { Life, LifeStep } from './lives.ts';
import type { Shard } from './shard.ts';

const DELIVER_TIMEOUT_MS = 3_000;
const RETRY_MS = 100;
const LOOK_EVERY_MS = 80;
/** Longer than a minute, after which the schedule looks after what a crash left. */
const SETTLE_MS = 100_000;

export type Lived = { problems: string[]; settleMs: number };

let delivered = 0;

/** Lives it once and judges after each step: what is held, what protects it, and every book. */
export async function live(shard: Shard, account: OpenedAccount, life: Life): Promise<Lived> {
  const startedAt = performance.now();
  for (const step of life.steps) {
    const alertId = await deliver(shard, account, step.message);
    const problems = await settle(shard, account, { life, step, alertId });
    if (problems.length > 0) return { problems, settleMs: performance.now() - startedAt };
  }
  return { problems: [], settleMs: performance.now() - startedAt };
}

/** As TradingView would, were it never to give up. */
async function deliver(shard: Shard, account: OpenedAccount, message: Record<string, unknown>): Promise<string> {
  delivered += 1;
  const body = JSON.stringify({ id: `life-${delivered}`, ...message });
  const deadline = Date.now() + SETTLE_MS;
  while (Date.now() < deadline) {
    await shard.isUp();
    const id = await post(`${shard.baseUrl}/api/v1/webhook/${account.hookToken}`, body);
    if (id !== undefined) return id;
    await wait(RETRY_MS);
  }
  throw new Error(`An alert was never acknowledged: ${body}`);
}

async function post(url: string, body: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { method: 'POST', body, signal: AbortSignal.timeout(DELIVER_TIMEOUT_MS) });
    const { id } = (await response.json()) as { id?: string };
    return response.ok ? id : undefined;
  } catch {
    return undefined;
  }
}

type Told = { life: Life; step: LifeStep; alertId: string };

/** @returns what is wrong when everything has had its time; empty as soon as nothing is */
async function settle(shard: Shard, account: OpenedAccount, told: Told): Promise<string[]> {
  const deadline = Date.now() + SETTLE_MS;
  for (;;) {
    await wait(LOOK_EVERY_MS);
    const problems = await judge(shard, account, told);
    if (problems.length === 0 || Date.now() > deadline) return problems;
  }
}

async function judge(shard: Shard, account: OpenedAccount, { life, step, alertId }: Told): Promise<string[]> {
  const ours = await readOurBooks(
    async (text, values = []) => (await shard.pool.query(text, values)).rows,
    [account.accountId],
  );
  const theirs = await readTheirBooks(shard.fake.ledger, [account]);
  const problems = Object.values(compareBooks(ours, theirs, [account])).flat();
  const alert = ours.alerts.find(({ id }) => id === alertId);
  if (alert === undefined || !step.status.includes(alert.status))
    problems.push(`${step.what}: the alert is ${alert?.status ?? 'lost'} (${alert?.reason})`);
  const isHere = (one: { market: string; symbol: string }): boolean =>
    one.market === life.market && one.symbol === life.symbol;
  const held = ours.positions.find((position) => position.is_open && isHere(position))?.quantity ?? '0';
  if (!decimal(held).eq(decimal(step.held))) problems.push(`${step.what}: ${held} is held in place of ${step.held}`);
  if (step.isProtected && !ours.plans.some(isHere)) problems.push(`${step.what}: no plan protects what is held`);
  return problems;
}
