import { alertatron } from './alertatron.ts';
import { alertatronLite } from './alertatron-lite.ts';
import { alertsProcessor } from './alerts-processor.ts';
import { altrady } from './altrady.ts';
import { autoview } from './autoview.ts';
import { bce, bva } from './bitcoinvsalts.ts';
import type { AlertBody, Dialect } from './dialect.ts';
import { finandy } from './finandy.ts';
import { freqtrade } from './freqtrade.ts';
import { frostybot } from './frostybot.ts';
import { generic } from './generic.ts';
import { gunbot } from './gunbot.ts';
import { octobot } from './octobot.ts';
import { okx } from './okx.ts';
import { PEERS } from './peers.ts';
import { pineBridge } from './pinebridge.ts';
import { pineConnector } from './pineconnector.ts';
import { poabot } from './poabot.ts';
import { threeCommasDca } from './three-commas-dca.ts';
import { threeCommasSignal } from './three-commas-signal.ts';
import { tradersPost } from './traderspost.ts';
import { tradex } from './tradex.ts';
import { tradingViewDefault } from './tradingview-default.ts';
import { tutorial } from './tutorial.ts';
import { tvHub } from './tv-hub.ts';
import { VENDORS } from './vendors.ts';
import { whook } from './whook.ts';
import { wunderTrading } from './wundertrading.ts';

const JSON_DIALECTS: readonly Dialect[] = [
  ...[threeCommasDca, threeCommasSignal, okx, wunderTrading, tradersPost, poabot, alertsProcessor, finandy],
  ...[tvHub, altrady, tradex, tutorial, alertatronLite, freqtrade, ...PEERS, ...VENDORS, generic],
];

const TEXT_DIALECTS: readonly Dialect[] = [
  ...[alertatron, pineConnector, octobot, pineBridge, bva, autoview, frostybot, gunbot, bce, tradingViewDefault, whook],
];

/** The first that detects a message reads it: what is peculiar comes before what is general. */
export const DIALECTS: readonly Dialect[] = [...JSON_DIALECTS, ...TEXT_DIALECTS];

export function detectDialect(body: AlertBody): Dialect | undefined {
  return DIALECTS.find((dialect) => dialect.detects(body));
}
