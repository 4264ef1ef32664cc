import { expect, it } from 'vitest';
import { previewedOrder, previewedOrderView } from '../../../functions/api/routes/alerts/preview-order-view.ts';
import { decideSignal } from '../../../shared/execution/decide-signal.ts';
import { decimal as d } from '../../../shared/money/decimal.ts';
import type { Signal } from '../../../shared/signals/signal.ts';
import { aDecisionInput, aSignal } from '../../support/build-signal.ts';

const rates = { taker: d('0.001'), maker: d('0.0002'), basis: 'account_settings' } as const;

it.each<{ signal: Partial<Signal>; shows: object }>([
  {
    signal: { orderType: 'stop', stopPrice: d('51000') },
    shows: { type: 'stop_market', stopPrice: '51000', price: '51000', notional: '510' },
  },
  {
    signal: { orderType: 'stop_limit', stopPrice: d('51000'), price: d('51100') },
    shows: { type: 'stop_limit', stopPrice: '51000', limitPrice: '51100', price: '51100' },
  },
  {
    signal: {
      ...{ orderType: 'trailing_stop', stopPrice: d('49000') },
      priceOffset: { kind: 'pct', value: d('1.5'), from: 'market', towards: 'better' },
    },
    shows: { type: 'trailing_stop', callbackPercent: '1.5', activationPrice: '49000' },
  },
])('previewedOrderView() shows what an order of type $signal.orderType waits for', ({ signal, shows }) => {
  const decision = decideSignal(aDecisionInput({ signal: aSignal({ intent: 'open_long', ...signal }) }));
  const [order] = decision.kind === 'orders' ? decision.orders : [];
  const view = order && previewedOrderView(order, rates);
  expect(view).toMatchObject({ ...shows, commission: { rate: '0.001' } });
  expect(previewedOrder.strict().safeParse(JSON.parse(JSON.stringify(view))).error).toBeUndefined();
});
