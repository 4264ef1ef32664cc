import type { Decimal } from '../../money/decimal.ts';
import type { BreakEven, Level, Signal, SignalOrderType, Size } from '../../signals/signal.ts';
import { refuseNaN, takePositive } from '../field-values.ts';
import { type Aliases, aliases, contradict, type Fields, hasField, refuse } from '../fields.ts';
import { hasLimit } from '../read-order-type.ts';
import { PRICE_UNITS, type PriceUnit, VOLUME_UNITS, type VolumeUnit } from '../read-settings.ts';

type Kind = 'abs' | 'pct';

const RISK = aliases('risk');
const EXPLICIT_VOLUMES: readonly (readonly [VolumeUnit, Aliases])[] = [
  ['lots', aliases('vol_lots')],
  ['loss_amount', aliases('vol_dollar')],
];
const PIPS = ['sl_pips', 'tp_pips', 'price_pips'].map((name) => aliases(name));
const explicit = (name: string): readonly (readonly [Kind, Aliases])[] => [
  ['pct', aliases(`${name}_pct`)],
  ['abs', aliases(`${name}_price`)],
];
const STOP = { legacy: aliases('sl'), explicit: explicit('sl') };
const PROFIT = { legacy: aliases('tp'), explicit: explicit('tp') };
const PRICE = { legacy: aliases('price'), explicit: explicit('price') };
const BREAK_EVEN = { trigger: aliases('betrigger'), offset: aliases('beoffset') };
const TRAIL = { activation: aliases('trailtrig'), distance: aliases('traildist'), step: aliases('trailstep') };

/** Refuses what a message leaves to a setting, and says which values the setting takes. */
export function unitNotChosen(fields: Fields, field: string, setting: string, allowed: readonly string[]): undefined {
  const how = `choose readSettings.${setting} (${allowed.join(', ')}) for the strategy`;
  return refuse(fields, 'unit_not_chosen', `the message does not say what ${field} counts; ${how}`);
}

export function readPineSize(fields: Fields, unit: VolumeUnit | undefined): Partial<Signal> & { size: Size } {
  refuseSeveral(fields, [...EXPLICIT_VOLUMES.map(([, names]) => names), RISK]);
  for (const [said, names] of EXPLICIT_VOLUMES) {
    const value = takePositive(fields, names);
    if (value !== undefined) return sizeOf(said, value);
    refuseNaN(fields, names);
  }
  const value = takePositive(fields, RISK);
  if (value === undefined) {
    refuseNaN(fields, RISK);
    return { size: { type: 'strategy_default' } };
  }
  if (unit === undefined) unitNotChosen(fields, '"risk"', 'pineConnector.volumeUnit', VOLUME_UNITS);
  return sizeOf(unit ?? 'lots', value);
}

/** Of names in different units one has to be left out. */
function refuseSeveral(fields: Fields, names: readonly Aliases[]): void {
  const [one, other] = names.filter((wanted) => hasField(fields, wanted)).map((wanted) => wanted.names[0]);
  if (other !== undefined) contradict(fields, `"${one}" and "${other}" say one thing in two units: send one`);
}

/** A lot is taken for one contract: what it holds is the broker's affair. */
function sizeOf(unit: VolumeUnit, value: Decimal): Partial<Signal> & { size: Size } {
  switch (unit) {
    case 'lots':
      return { size: { type: 'contracts', value } };
    case 'loss_amount':
      return { size: { type: 'risk_quote', value } };
    case 'loss_percent':
      return { size: { type: 'risk_pct', value } };
    case 'margin_percent':
      return { size: { type: 'pct_equity', value }, isSizeMargin: true };
  }
}

type Levels = Pick<Signal, 'takeProfits' | 'stopLoss' | 'breakEven'>;

export function readPineLevels(fields: Fields, unit: PriceUnit | undefined): Levels {
  if (PIPS.some((names) => hasField(fields, names)))
    refuse(
      fields,
      'pips_not_supported',
      'pips mean nothing on these markets; send a price or a percentage, such as sl_pct=1',
    );
  const stop = readLevel(fields, STOP, unit);
  const profit = readLevel(fields, PROFIT, unit);
  return {
    takeProfits: profit === undefined ? [] : [profit],
    stopLoss: withTrail(fields, stop, unit),
    breakEven: readBreakEven(fields, unit),
  };
}

function readLevel(fields: Fields, names: typeof STOP, unit: PriceUnit | undefined): Level | undefined {
  refuseSeveral(fields, [...names.explicit.map(([, wanted]) => wanted), names.legacy]);
  for (const [kind, wanted] of names.explicit) {
    const value = takePositive(fields, wanted);
    if (value !== undefined) return kind === 'pct' ? { kind, value, from: 'entry' } : { kind, value };
  }
  const value = takePositive(fields, names.legacy);
  if (value === undefined) return undefined;
  if (unit === undefined)
    return unitNotChosen(fields, `"${names.legacy.names[0]}"`, 'pineConnector.targetUnit', PRICE_UNITS);
  return unit === 'percent' ? { kind: 'pct', value, from: 'entry' } : { kind: 'abs', value };
}

/** A distance is one in percent or in price, as the targets are. */
function distanceKind(fields: Fields, field: string, unit: PriceUnit | undefined): 'pct' | 'amount' | undefined {
  if (unit === undefined) return unitNotChosen(fields, `"${field}"`, 'pineConnector.targetUnit', PRICE_UNITS);
  return unit === 'percent' ? 'pct' : 'amount';
}

function withTrail(fields: Fields, stop: Level | undefined, unit: PriceUnit | undefined): Level | undefined {
  const distance = takePositive(fields, TRAIL.distance);
  const activation = takePositive(fields, TRAIL.activation);
  if (takePositive(fields, TRAIL.step) !== undefined)
    refuse(
      fields,
      'trail_not_supported',
      'trailstep is not supported: a stop that trails follows at once; leave it out',
    );
  if (distance === undefined) {
    if (activation !== undefined) refuse(fields, 'level_missing', 'trailtrig needs traildist');
    return stop;
  }
  const kind = distanceKind(fields, 'traildist', unit);
  if (kind === undefined) return undefined;
  const begins = activation === undefined ? {} : { activation };
  if (stop === undefined) return { kind, value: distance, trailing: true, ...begins };
  if (stop.kind === kind) return { ...stop, trailing: true, distance, ...begins };
  return refuse(
    fields,
    'trail_not_supported',
    'a stop loss at a price that also trails is not supported; send one of them',
  );
}

function readBreakEven(fields: Fields, unit: PriceUnit | undefined): BreakEven | undefined {
  const trigger = takePositive(fields, BREAK_EVEN.trigger);
  const offset = takePositive(fields, BREAK_EVEN.offset);
  if (trigger === undefined && offset !== undefined) refuse(fields, 'level_missing', 'beoffset needs betrigger');
  const kind = trigger && distanceKind(fields, 'betrigger', unit);
  return trigger && kind && { kind, trigger, ...(offset && { offset }) };
}

/** Where a pending order waits. A percentage lies on the side where the order would wait: that is what `better` says. */
export function readPineOrder(
  fields: Fields,
  orderType: SignalOrderType,
  unit: PriceUnit | undefined,
): Partial<Signal> {
  if (orderType === 'market') return { orderType };
  const known: Level | undefined = readPrice(fields, unit);
  if (known === undefined) {
    if (fields.problems.length === 0) refuse(fields, 'price_missing', 'a pending order needs the field "price"');
    return { orderType };
  }
  const { kind, value } = known;
  if (kind === 'abs') return hasLimit(orderType) ? { orderType, price: value } : { orderType, stopPrice: value };
  const signed = hasLimit(orderType) ? value : value.neg();
  return { orderType, priceOffset: { kind: 'pct', value: signed, from: 'market', towards: 'better' } };
}

function readPrice(fields: Fields, unit: PriceUnit | undefined): Level | undefined {
  if (!hasField(fields, PRICE.legacy) || unit !== undefined) return readLevel(fields, PRICE, unit);
  takePositive(fields, PRICE.legacy);
  return unitNotChosen(fields, '"price"', 'pineConnector.entryUnit', PRICE_UNITS);
}
