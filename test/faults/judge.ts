import type { World } from '../support/world.ts';
import type { Tally } from './deliver.ts';
import type { Lane, StoryAlert } from './story.ts';

/** What is wrong, in sentences; empty when all is as it should be. */
export type Verdict = {
  lost: string[];
  doubled: string[];
  /** Ended, but not as the story says. */
  wrong: string[];
  unfinished: string[];
  /** Books that differ: ours against the exchange's. */
  mismatched: string[];
};

type AlertRow = { id: string; told: string; status: string; reason: string | null; is_over: boolean; orders: string[] };

const TOLD = `
select a.id, coalesce(substring(a.identity from '^id:(.*)$'), a.raw::jsonb ->> 'id') as told, a.status, a.reason,
  a.ended_at is not null as is_over,
  array(select o.purpose || ' ' || o.side || ' ' || o.quantity::text from orders o
        where o.alert_id = a.id and o.status = 'filled' and o.purpose <> 'protect' order by o.step) as orders
from alerts a`;

/** Compares what was acknowledged with what was kept, carried out and booked. */
export async function judge(world: World, lanes: readonly Lane[], tally: Tally): Promise<Verdict> {
  const verdict: Verdict = { lost: [], doubled: [], wrong: [], unfinished: [], mismatched: [] };
  await judgeAlerts(world, { lanes, tally }, verdict);
  await judgeBooks(world, verdict);
  return verdict;
}

/** Each alert as often and as far as its story says. */
export async function judgeAlerts(
  { query }: Pick<World, 'query'>,
  { lanes, tally }: { lanes: readonly Lane[]; tally: Tally },
  verdict: Verdict,
): Promise<void> {
  const rows = Map.groupBy(await query<AlertRow>(TOLD), (row) => row.told);
  for (const alert of lanes.flatMap((lane) => lane.alerts)) {
    judgeAlert(alert, rows.get(alert.id) ?? [], tally.acknowledged.get(alert.id) ?? new Set(), verdict);
  }
}

function judgeAlert(
  alert: StoryAlert,
  kept: readonly AlertRow[],
  acknowledged: ReadonlySet<string>,
  verdict: Verdict,
): void {
  const [row] = kept;
  if (row === undefined) {
    if (acknowledged.size > 0) verdict.lost.push(`${alert.id} was acknowledged and is not kept`);
    return;
  }
  if (kept.length > 1) verdict.doubled.push(`${alert.id} is kept ${kept.length} times`);
  if ([...acknowledged].some((id) => id !== row.id))
    verdict.doubled.push(`${alert.id} was acknowledged with several ids`);
  if (alert.expected === undefined) return;
  const { status, orSo = status, orders } = alert.expected;
  if (!row.is_over && row.status !== status) return void verdict.unfinished.push(`${alert.id} is ${row.status}`);
  if (row.orders.length > orders.length) verdict.doubled.push(`${alert.id} has orders ${row.orders.join(', ')}`);
  else if (![status, orSo].includes(row.status) || row.orders.join() !== orders.join())
    verdict.wrong.push(`${alert.id} is ${row.status} (${row.reason}) with ${row.orders.join(', ') || 'no order'}`);
}

/** Each row that one of these gives is a difference. */
const DIFFERENCES: Record<string, string> = {
  'work is left': 'select lane, alert_id, attempts, last_error from work',
  'an order is not settled': `select id, status from orders where status in ('planned', 'submitting', 'unknown')`,
  'an order is not ours': `select p.client_order_id from paper_orders p left join orders o using (client_order_id) where o.id is null`,
  'an order differs from the exchange': `select o.id, o.status, p.status as theirs from orders o
     left join paper_orders p using (client_order_id)
     where o.status = 'filled' and (p.id is null or p.status <> o.status or p.filled_quantity <> o.filled_quantity)`,
  'an order was filled more than once': `select order_id, count(*) from paper_fills group by order_id having count(*) > 1`,
  'fills differ': `select order_id, quantity, price from (
       (select f.quantity, f.price, f.commission, o.client_order_id as order_id from fills f join orders o on o.id = f.order_id)
       except all
       (select f.quantity, f.price, f.commission, o.client_order_id from paper_fills f join paper_orders o on o.id = f.order_id)) d`,
  'fills are missing': `select order_id, quantity, price from (
       (select f.quantity, f.price, f.commission, o.client_order_id as order_id from paper_fills f join paper_orders o on o.id = f.order_id)
       except all
       (select f.quantity, f.price, f.commission, o.client_order_id from fills f join orders o on o.id = f.order_id)) d`,
  'a position differs': `select symbol, p.quantity, e.quantity as theirs
     from (select symbol, quantity from positions where closed_at is null and market = 'usdm') p
     full join (select symbol, quantity from paper_positions where quantity <> 0) e using (symbol)
     where p.quantity is distinct from e.quantity`,
  'a holding differs': `select symbol, p.quantity, e.quantity as theirs
     from (select symbol, sum(quantity + left_quantity) as quantity from positions where market = 'spot' group by symbol
           having sum(quantity + left_quantity) <> 0) p
     full join (select asset || 'USDT' as symbol, free + locked as quantity from paper_balances
                where market = 'spot' and asset <> 'USDT' and free + locked <> 0) e using (symbol)
     where p.quantity is distinct from e.quantity`,
};

async function judgeBooks(world: World, verdict: Verdict): Promise<void> {
  for (const [what, query] of Object.entries(DIFFERENCES)) {
    for (const row of await world.query(query)) verdict.mismatched.push(`${what}: ${JSON.stringify(row)}`);
  }
}
