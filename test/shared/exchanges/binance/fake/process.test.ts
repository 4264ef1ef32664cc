import { afterAll, beforeAll, expect, it } from 'vitest';
import { callSigned } from '../../../../support/binance/call-binance.ts';
import { API_KEY, SECRET } from '../../../../support/binance/fake-caller.ts';
import { serviceUnavailable } from '../../../../support/binance/faults/answers.ts';
import { callFake } from '../../../../support/binance/process/call-fake.ts';
import { type FakeProcess, startFakeProcess } from '../../../../support/binance/process/start-process.ts';

let fake: FakeProcess;
beforeAll(async () => {
  fake = await startFakeProcess(['--network', 'testnet']);
});
afterAll(() => fake.stop());

const market = { symbol: 'BTCUSDT', side: 'BUY', type: 'MARKET', quantity: '0.010', newClientOrderId: 'id' };

it('a fake in a process of its own trades, fails on command and tells its ledger', async () => {
  const { controlUrl, urls } = fake;
  await callFake(controlUrl, 'addAccount', { apiKey: API_KEY, secret: SECRET, usdm: { USDT: '1000' } });
  await callFake(controlUrl, 'setPrice', 'BTCUSDT', '50000');
  await callFake(controlUrl, 'nextFault', { market: 'usdm' }, serviceUnavailable());
  const caller = { baseUrl: urls.usdm, apiKey: API_KEY, secret: SECRET };
  expect((await callSigned(caller, 'POST', '/fapi/v1/order', market)).status).toBe(503);
  expect((await callSigned(caller, 'POST', '/fapi/v1/order', market)).status).toBe(200);
  expect(await callFake(controlUrl, 'ordersByClientId', 'id')).toMatchObject([
    { status: 'FILLED', trades: [{ price: '50000' }] },
  ]);
  expect(await callFake(controlUrl, 'balances', API_KEY, 'usdm')).toEqual([
    { asset: 'USDT', free: '999.75', locked: '0' },
  ]);
  expect(await callFake(controlUrl, 'requests', 1)).toMatchObject([{ id: 2, executed: true }]);
  expect(await callFake(controlUrl, 'defects')).toEqual([]);
});

it('a call that fails says why', async () => {
  await expect(callFake(fake.controlUrl, 'setPrice', 'NOPEUSDT', '1')).rejects.toThrow('no market lists "NOPEUSDT"');
});
