import { describe, expect, it } from 'vitest';
import { DIALECTS } from '../../../shared/alerts/dialects/dialects.ts';
import { readReadSettings } from '../../../shared/alerts/read-settings-json.ts';
import { DIALECT_SAMPLES } from '../../support/dialect-samples.ts';
import { readMessage } from '../../support/read-message.ts';

const SAMPLES = DIALECT_SAMPLES.map(({ dialect, body }) => ({ dialect, message: body.replaceAll('%n', '2') }));
const pine = '60123456789,buy,BTCUSDT,risk=1,sl=2';
const autoview = 'e=BINANCEFUTURES a=main s=BTCUSDT b=long q=25%';
const dca = { message_type: 'bot', bot_id: 9, email_token: 'x-y-z', pair: 'USDT_BTC' };

describe('readAlert() under settings', () => {
  it.each([
    { case: 'PineConnector', message: pine, setting: 'readSettings.pineConnector.volumeUnit', allowed: 'loss_percent' },
    { case: 'Autoview', message: autoview, setting: 'readSettings.autoviewMarketWithoutPrice', allowed: 'true' },
  ])('refuses $case until the setting is chosen, and names it with what it may be', ({ message, setting, allowed }) => {
    const { notUnderstood, signals } = readMessage(message);
    expect(signals).toEqual([]);
    expect(notUnderstood?.code).toBe('unit_not_chosen');
    expect(notUnderstood?.reason).toContain(`choose ${setting} (`);
    expect(notUnderstood?.reason).toContain(allowed);
  });

  it.each([
    {
      case: 'PineConnector',
      message: pine,
      settings: { pineConnector: { volumeUnit: 'lots', targetUnit: 'percent' } },
    },
    { case: 'Autoview', message: autoview, settings: { autoviewMarketWithoutPrice: true } },
    { case: 'a 3Commas DCA bot', message: dca, settings: { dealSide: 'short' } },
  ])('says under which settings it read $case, and whom it is for, read or not', ({ message, settings }) => {
    const chosen = readReadSettings(settings);
    const before = readMessage(message);
    const after = readMessage(message, chosen);
    expect([before.settings, after.settings]).toEqual([{}, chosen]);
    expect(after.signals).toHaveLength(1);
    expect(before.routes).toEqual(after.routes);
    expect(after.routes).toEqual([{ [message === autoview ? 'accountAlias' : 'routeKey']: expect.any(String) }]);
  });

  it.each(SAMPLES)('holds $dialect under any settings where no setting has a say', ({ dialect, message }) => {
    const { settings, signals } = readMessage(message);
    const chosen = { dealSide: 'short' as const, autoviewMarketWithoutPrice: true };
    if (settings === undefined) expect(readMessage(message, chosen).signals).toEqual(signals);
    else expect(['pineconnector', 'theconnector', 'autoview', '3commas-dca']).toContain(dialect);
  });
});

it('each signal is of a dialect by the name under which a strategy can allow it', () => {
  const names = new Set(DIALECTS.map(({ name }) => name));
  const read = SAMPLES.flatMap(({ message }) => readMessage(message).signals);
  expect(read.length).toBeGreaterThan(20);
  expect(read.filter(({ dialect }: { dialect: string }) => !names.has(dialect))).toEqual([]);
});
