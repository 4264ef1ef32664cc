import { describe, expect, it } from 'vitest';
import { decimal } from '../../../shared/money/decimal.ts';
import { onBinance } from '../../support/on-binance.ts';

const on = onBinance('order-terms');

const below = { intent: 'open_long', orderType: 'limit', price: decimal('49000') } as const;
const above = { ...below, price: decimal('50100') } as const;

describe.each(['spot', 'usdm'] as const)('a limit order on %s', (market) => {
  it.each([
    { asked: { timeInForce: 'gtc' }, terms: below, status: 'working', sent: 'GTC' },
    { asked: { timeInForce: 'ioc' }, terms: below, status: 'expired', sent: 'IOC' },
    { asked: { timeInForce: 'ioc' }, terms: above, status: 'filled', sent: 'IOC' },
    { asked: { timeInForce: 'fok' }, terms: above, status: 'filled', sent: 'FOK' },
    { asked: { postOnly: true }, terms: below, status: 'working', sent: market === 'spot' ? undefined : 'GTX' },
    {
      asked: { postOnly: true },
      terms: above,
      status: 'rejected',
      sent: market === 'spot' ? undefined : 'GTX',
    },
  ])('at $terms.price with $asked is $status', async ({ asked, terms, status, sent }) => {
    const id = await on.lanes.alert({ ...terms, ...asked, market });
    expect(await on.lanes.alertOf(id)).toMatchObject({ status });
    const [order] = await on.lanes.ordersOf(id);
    expect(order).toMatchObject({
      time_in_force: 'timeInForce' in asked ? asked.timeInForce : null,
      post_only: 'postOnly' in asked ? true : null,
    });
    const path = market === 'spot' ? '/api/v3/order' : '/fapi/v1/order';
    const request = on.world.fake.ledger.requests().find((one) => one.path === path && one.method === 'POST');
    expect(request?.params.timeInForce).toBe(sent);
    if (market === 'spot') expect(request?.params.type).toBe('postOnly' in asked ? 'LIMIT_MAKER' : 'LIMIT');
  });
});
