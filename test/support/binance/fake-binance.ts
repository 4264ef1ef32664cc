import type { Server } from 'node:http';
import { freePort } from '../../../scripts/local/ports.ts';
import type { HttpMarket } from './http/answer.ts';
import { serveMarket } from './http/serve-market.ts';
import { type FakeBinanceOptions, type FakePorts, type FakeSettings, rateLimitsOf, settingsOf } from './options.ts';
import { weightLimiter } from './protocol/weight-limiter.ts';
import { spotAccountRoutes } from './spot/account-routes.ts';
import { spotListRoutes } from './spot/list-routes.ts';
import { spotMarketRoutes } from './spot/market-routes.ts';
import { spotOrderRoutes } from './spot/order-routes.ts';
import { restrictionRoutes } from './spot/restriction-route.ts';
import { namedStreams } from './streams/named-streams.ts';
import { publishExpiredKeys, publishPrices, publishUserData } from './streams/publish.ts';
import { spotWsApi } from './streams/spot-ws-api.ts';
import { type TestHands, testHands } from './test-hands.ts';
import { usdmAccountRoutes } from './usdm/account-routes.ts';
import { usdmAlgoRoutes } from './usdm/algo-routes.ts';
import { runUsdmClock } from './usdm/follow-price.ts';
import { usdmMarketRoutes } from './usdm/market-routes.ts';
import { usdmOrderRoutes } from './usdm/order-routes.ts';
import { usdmSettingRoutes } from './usdm/setting-routes.ts';
import { createWorld, type World } from './world.ts';

/** Where a client finds what it would find under the exchange's own names. */
export type FakeUrls = { spot: string; usdm: string; spotWsApi: string; spotStreams: string; usdmStreams: string };

/**
 * A Binance on the loopback interface: Spot and USD-M over REST and WebSocket, by the documents and never kinder.
 * It judges code that handles money, so it keeps a ledger of what truly happened, whatever the client was told.
 */
export type FakeBinance = TestHands & { urls: FakeUrls; close(): Promise<void> };

export async function startFakeBinance(options: FakeBinanceOptions = {}): Promise<FakeBinance> {
  const settings = settingsOf(options);
  const world = createWorld(settings);
  const ports = await portsOf(options.ports ?? {});
  const { bus, clock, keys, streamFaults: faults } = world;
  const spotLimiter = weightLimiter('spot', settings.spotWeight);
  const wsApi = await spotWsApi(
    {
      ...{ accounts: world.accounts, bus, clock, faults, limiter: spotLimiter },
      weightPerMinute: settings.spotWeight.perMinute,
    },
    ports.spotWsApi,
  );
  const spotStreams = await namedStreams('spot', faults, ports.spotStreams);
  const usdmStreams = await namedStreams('usdm', faults, ports.usdmStreams);
  publishPrices('spot', spotStreams, { bus, clock, book: world.spot.book });
  publishPrices('usdm', usdmStreams, { bus, clock, book: world.usdm.book });
  publishUserData(usdmStreams, { bus, keys });
  const tick = (): void => {
    runUsdmClock(world.usdm);
    publishExpiredKeys(usdmStreams, keys, clock);
  };
  const shared = { clock, accounts: world.accounts, tick, readLagMs: () => world.faults.readLagMs };
  const spot: HttpMarket = {
    ...shared,
    ...{ market: 'spot', routes: spotRoutes(world, settings), limiter: spotLimiter, counts: world.spot.counts },
  };
  const usdm: HttpMarket = {
    ...shared,
    ...{ market: 'usdm', routes: usdmRoutes(world, settings), counts: world.usdm.counts },
    limiter: weightLimiter('usdm', settings.usdmWeight),
  };
  const http = await Promise.all([serveMarket(spot, world, ports.spot), serveMarket(usdm, world, ports.usdm)]);
  const sockets = [wsApi, spotStreams, usdmStreams];
  return {
    ...testHands(world, {
      tick,
      disconnectStreams() {
        for (const server of sockets) server.disconnect();
      },
      announceShutdown: () => wsApi.announceShutdown(),
    }),
    urls: urlsOf(ports),
    async close() {
      await Promise.all([...http.map(closeHttp), ...sockets.map((server) => server.close())]);
    },
  };
}

function spotRoutes({ spot }: World, { network, spotWeight, spotOrderLimits }: FakeSettings): HttpMarket['routes'] {
  const limits = (): unknown[] => rateLimitsOf(spotWeight, spotOrderLimits);
  return [
    ...[...spotMarketRoutes(spot, limits), ...spotOrderRoutes(spot), ...spotListRoutes(spot)],
    ...[...spotAccountRoutes(spot), ...restrictionRoutes(network)],
  ];
}

function usdmRoutes({ usdm, keys }: World, { usdmWeight, usdmOrderLimits }: FakeSettings): HttpMarket['routes'] {
  const limits = (): unknown[] => rateLimitsOf(usdmWeight, usdmOrderLimits);
  return [
    ...[...usdmMarketRoutes(usdm, limits), ...usdmOrderRoutes(usdm), ...usdmAlgoRoutes(usdm)],
    ...[...usdmAccountRoutes(usdm), ...usdmSettingRoutes(usdm), ...keys.routes],
  ];
}

async function portsOf(given: Partial<FakePorts>): Promise<FakePorts> {
  return {
    spot: given.spot ?? (await freePort()),
    usdm: given.usdm ?? (await freePort()),
    spotWsApi: given.spotWsApi ?? (await freePort()),
    spotStreams: given.spotStreams ?? (await freePort()),
    usdmStreams: given.usdmStreams ?? (await freePort()),
  };
}

function urlsOf(ports: FakePorts): FakeUrls {
  const host = '127.0.0.1';
  return {
    spot: `http://${host}:${ports.spot}`,
    usdm: `http://${host}:${ports.usdm}`,
    spotWsApi: `ws://${host}:${ports.spotWsApi}/ws-api/v3`,
    spotStreams: `ws://${host}:${ports.spotStreams}`,
    usdmStreams: `ws://${host}:${ports.usdmStreams}`,
  };
}

function closeHttp(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
