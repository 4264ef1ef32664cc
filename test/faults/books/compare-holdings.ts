import { type Decimal, decimal, zero } from '../../../shared/money/decimal.ts';
import { cut8 } from '../../support/binance/protocol/amounts.ts';
import { applyTrade, type Position } from '../../support/binance/usdm/position.ts';
import type { Findings } from './compare-orders.ts';
import type { OurBooks, OurFill, OurPosition } from './our-books.ts';
import type { TheirBooks, TradedAccount } from './their-books.ts';

const QUOTE = 'USDT';
/** An average that does not come out even is cut somewhere; more than this for each fill is a mistake. */
const CUT = decimal('0.00000001');

/** Positions and balances of an account: the exchange's own against what our positions and our fills come to. */
export function compareHoldings(ours: OurBooks, theirs: TheirBooks, account: TradedAccount, findings: Findings): void {
  const differ = (what: string, our: Decimal, their: Decimal): void => {
    if (!our.eq(their))
      findings.mismatched.push(`${account.apiKey} ${what} is ${our.toFixed()}, on the exchange ${their.toFixed()}`);
  };
  const isOurs = ({ account_id }: { account_id: string }): boolean => account_id === account.accountId;
  const fills = ours.fills.filter(isOurs);
  const held = ours.positions.filter((position) => isOurs(position) && position.is_open);
  const { spot = [], usdm = [] } = theirs.balances.get(account.apiKey) ?? {};
  const expected = spotBalances(account.start.spot, fills);
  for (const { asset, free, locked } of spot) {
    const total = decimal(free).plus(decimal(locked));
    differ(`spot balance of ${asset}`, expected.get(asset) ?? zero, total);
    if (asset === QUOTE) continue;
    differ(
      `spot position in ${asset}`,
      ours.positions
        .filter((one) => isOurs(one) && one.market === 'spot' && one.symbol === `${asset}${QUOTE}`)
        .reduce((sum, { quantity, left_quantity }) => sum.plus(quantity).plus(left_quantity), zero),
      total.minus(decimal(account.start.spot[asset] ?? '0')),
    );
  }
  const wallet = usdm.find(({ asset }) => asset === QUOTE);
  const { balance, cash } = usdmBalance(account.start.usdm[QUOTE] ?? '0', fills);
  if (wallet !== undefined) differ('USD-M balance', balance, decimal(wallet.free));
  const turnover = ours.positions
    .filter((position) => isOurs(position) && position.market === 'usdm')
    .reduce((sum, position) => sum.plus(cashOf(position)), zero);
  if (
    turnover
      .minus(cash)
      .abs()
      .gt(CUT.times(decimal(String(fills.length))))
  )
    differ('USD-M turnover of positions', turnover, cash);
  const amounts = new Map((theirs.positions.get(account.apiKey) ?? []).map(({ symbol, amount }) => [symbol, amount]));
  for (const symbol of new Set([
    ...amounts.keys(),
    ...held.filter(({ market }) => market === 'usdm').map((p) => p.symbol),
  ])) {
    const position = held.find((one) => one.market === 'usdm' && one.symbol === symbol);
    differ(`USD-M position in ${symbol}`, decimal(position?.quantity ?? '0'), decimal(amounts.get(symbol) ?? '0'));
  }
}

/** What was sold for less what was bought for, as a position has it: realized so far, and what the rest cost. */
function cashOf({ realized_pnl, entry_notional, quantity }: OurPosition): Decimal {
  const cost = decimal(entry_notional);
  return decimal(realized_pnl).plus(decimal(quantity).gt(zero) ? cost.neg() : cost);
}

/** What is there after our fills, by asset. */
function spotBalances(start: Readonly<Record<string, string>>, fills: readonly OurFill[]): Map<string, Decimal> {
  const balances = new Map(Object.entries(start).map(([asset, amount]) => [asset, decimal(amount)]));
  const add = (asset: string, amount: Decimal): void => {
    balances.set(asset, (balances.get(asset) ?? zero).plus(amount));
  };
  for (const fill of fills.filter(({ market }) => market === 'spot')) {
    const quote = cut8(decimal(fill.price).times(decimal(fill.quantity)));
    const isBuy = fill.side === 'buy';
    add(fill.symbol.slice(0, -QUOTE.length), isBuy ? decimal(fill.quantity) : decimal(fill.quantity).neg());
    add(QUOTE, isBuy ? quote.neg() : quote);
    add(fill.commission_asset, decimal(fill.commission).neg());
  }
  return balances;
}

function usdmBalance(start: string, fills: readonly OurFill[]): { balance: Decimal; cash: Decimal } {
  const positions = new Map<string, Position>();
  let [balance, cash] = [decimal(start), zero];
  for (const { market, symbol, side, quantity, price, commission } of fills) {
    if (market !== 'usdm') continue;
    const position = positions.get(symbol) ?? { symbol, side: 'BOTH', amount: zero, cost: zero, updatedAtMs: 0 };
    positions.set(symbol, position);
    const earned = applyTrade(position, side === 'buy' ? 'BUY' : 'SELL', decimal(quantity), decimal(price));
    const notional = decimal(price).times(decimal(quantity));
    cash = side === 'buy' ? cash.minus(notional) : cash.plus(notional);
    balance = balance.plus(earned).minus(decimal(commission));
  }
  return { balance, cash };
}
