import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../../shared/exchanges/exchange.ts';
import { idMaker } from '../../../shared/ids/new-id.ts';
import { decimal as d, print } from '../../../shared/money/decimal.ts';
import { setTradingState } from '../../../shared/risk/set-trading-state.ts';
import { pgTradingStateStore } from '../../../shared/risk/trading-state-store.pg.ts';
import type { Signal } from '../../../shared/signals/signal.ts';
import { onBinance } from '../../support/on-binance.ts';

const on = onBinance('last-look');

const base = (value: string) => ({ market: 'usdm', size: { type: 'base', value: d(value) } }) as const;
const long = (fields: Partial<Signal> = {}) => on.lanes.alert({ ...base('0.01'), intent: 'open_long', ...fields });
const turn = () => on.lanes.alert({ ...base('0.01'), intent: 'reverse_to_short' });
const heldThere = async () => (await on.exchange.positions('usdm')).map(({ quantity }) => print(quantity));

async function halt(): Promise<void> {
  const { now } = on.world.clock;
  const deps = { tradingStates: pgTradingStateStore(on.database.pool), now, newId: idMaker(now) };
  const accounts = { find: async () => undefined };
  await setTradingState({ ...deps, accounts }, { userId: 'usr_1', actor: 'usr_1', state: 'halted', reason: 'stop' });
}

/** Has something happen while the exchange carries out what closes. */
function whileClosing(happen: () => Promise<unknown>): void {
  const original = on.exchange;
  on.exchange = {
    ...original,
    async place(request) {
      const placed = await original.place(request);
      if (request.reduceOnly) await happen();
      return placed;
    },
  };
}

describe('an entry that waited for its close', () => {
  it('is not sent when trading was halted meanwhile', async () => {
    await long();
    whileClosing(halt);
    const id = await turn();
    expect(await on.lanes.ordersOf(id)).toMatchObject([
      { purpose: 'close', status: 'filled' },
      { purpose: 'open', status: 'expired', reason: expect.stringMatching(/^trading_state: Trading is halted/) },
    ]);
    expect(await heldThere()).toEqual([]);
  });

  it('is not sent when its strategy was switched off meanwhile', async () => {
    await long();
    whileClosing(() => on.database.pool.query(`update strategies set status = 'disabled'`));
    const id = await turn();
    expect(await on.lanes.ordersOf(id)).toMatchObject([
      { status: 'filled' },
      { status: 'expired', reason: expect.stringMatching(/^strategy_enabled/) },
    ]);
  });

  it('is sent when nothing has changed', async () => {
    await long();
    await turn();
    expect(await heldThere()).toEqual(['-0.01']);
  });
});

describe('an entry whose symbol was long in being prepared', () => {
  function slowly(meanwhile: () => Promise<unknown> = async () => undefined): void {
    const original: Exchange = on.exchange;
    on.exchange = {
      ...original,
      async prepareSymbol(...asked) {
        const prepared = await original.prepareSymbol(...asked);
        on.world.clock.advance(30_000);
        await meanwhile();
        return prepared;
      },
    };
  }

  it('is written down anew before it is sent, so that nobody takes it for one of before', async () => {
    const before = on.world.clock.now();
    slowly();
    const id = await long();
    const [order] = await on.lanes.rowsOf('select status, submitted_at from orders where alert_id = $1', [id]);
    expect(order).toMatchObject({ status: 'filled', submitted_at: new Date(before.getTime() + 30_000) });
  });

  it('is not sent when trading was halted meanwhile', async () => {
    slowly(halt);
    const id = await long();
    expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'expired' });
    expect(await heldThere()).toEqual([]);
  });
});

it('an entry is allowed by the account that it trades, wherever its strategy has gone since', async () => {
  const id = await on.lanes.keep({ ...base('0.01'), intent: 'open_long' });
  await on.database.pool.query(
    `insert into accounts (id, user_id, exchange, mode, name, created_at) values ('acc_9', 'usr_1', 'paper', 'paper', 'other', now())`,
  );
  await on.database.pool.query(`update strategies set account_id = 'acc_9'`);
  await on.database.pool.query(
    `insert into trading_states (user_id, account_id, source, state, reason, set_by, set_at)
     values ('usr_1', 'acc_1', 'person', 'halted', 'stop', 'usr_1', now())`,
  );
  await on.lanes.work();
  expect(await on.lanes.alertOf(id)).toMatchObject({ status: 'denied', reason_code: 'trading_state' });
});
