import { parseArgs } from 'node:util';
import { freePort } from '../../../../scripts/local/ports.ts';
import { startFakeBinance } from '../fake-binance.ts';
import type { FakePorts } from '../options.ts';
import { callsOf } from './calls.ts';
import { serveControl } from './control-server.ts';

/**
 * The fake as a process of its own, so that it lives on when the service under test is killed:
 * `node test/support/binance/process/serve.ts --port 18080`. Prints one line of JSON, `{"controlUrl":…,"urls":…}`, when
 * it is ready; ends on SIGTERM. Without ports it takes free ones.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    network: { type: 'string', default: 'live' },
    spot: { type: 'string' },
    usdm: { type: 'string' },
    'spot-ws-api': { type: 'string' },
    'spot-streams': { type: 'string' },
    'usdm-streams': { type: 'string' },
  },
});

const TICK_MS = 10;
const { network } = values;
if (network !== 'live' && network !== 'testnet' && network !== 'demo')
  throw new RangeError(`Cannot serve network "${network}": it is live, testnet or demo`);

const fake = await startFakeBinance({ network, ports: portsOf() });
const port = values.port === undefined ? await freePort() : Number(values.port);
const control = await serveControl(callsOf(fake), port);
const ticking = setInterval(() => fake.tick(), TICK_MS);
process.stdout.write(`${JSON.stringify({ controlUrl: `http://127.0.0.1:${port}/`, urls: fake.urls })}\n`);

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    clearInterval(ticking);
    control.close();
    control.closeAllConnections();
    void fake.close();
  });
}

function portsOf(): Partial<FakePorts> {
  const given = {
    ...{ spot: values.spot, usdm: values.usdm, spotWsApi: values['spot-ws-api'] },
    ...{ spotStreams: values['spot-streams'], usdmStreams: values['usdm-streams'] },
  };
  const numbers = Object.entries(given).flatMap(([name, text]) => (text === undefined ? [] : [[name, Number(text)]]));
  return Object.fromEntries(numbers);
}
