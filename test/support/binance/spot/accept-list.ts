import { max } from '../../../../shared/money/decimal.ts';
import type { FakeAccount } from '../account.ts';
import { ApiError } from '../protocol/api-error.ts';
import { checkAgainstMarket, checkClientId, createOrder, insufficient, lockNeeded, rejected } from './accept-order.ts';
import { tellBalances, tellExecution, tellList } from './events.ts';
import { isContingent, type SpotDraft, type SpotOrder } from './order.ts';
import { type OrderList, ordersOf } from './order-list.ts';
import { releasePending } from './release-pending.ts';
import { nextId, type SpotState, walletOf } from './state.ts';
import { executeLimit } from './take-liquidity.ts';

const FIRST_LIST = 1_929_000n;

/** What the leg of a pair is called, and where it must stand. `above` and `below` are relative to the market. */
export type Pair = { above: SpotDraft; below: SpotDraft };

/** Which legs go together: https://github.com/binance/binance-spot-api-docs/blob/master/errors.md, -1158 to -1199. */
export function checkPair({ above, below }: Pair): void {
  const isStop = ({ type }: SpotDraft): boolean => type.startsWith('STOP_LOSS');
  const isLimit = ({ type }: SpotDraft): boolean => type === 'LIMIT_MAKER';
  if ([above, below].some(({ type }) => type === 'LIMIT' || type === 'MARKET'))
    throw new ApiError(-1158, 'Order type not supported in OCO.');
  if (isLimit(above) && isLimit(below)) throw new ApiError(-1168, 'At least one OCO order must be contingent.');
  if (above.side === 'SELL') {
    if (isLimit(below)) throw new ApiError(-1166, 'A limit order in a sell OCO must be above.');
    if (isStop(above)) throw new ApiError(-1197, 'A stop loss order in a sell OCO must be below.');
    if (!isStop(below)) throw new ApiError(-1199, 'A take profit order in a sell OCO must be above.');
  } else {
    if (isLimit(above)) throw new ApiError(-1165, 'A limit order in a buy OCO must be below.');
    if (isStop(below)) throw new ApiError(-1196, 'A stop loss order in a buy OCO must be above.');
    if (!isStop(above)) throw new ApiError(-1198, 'A take profit order in a buy OCO must be below.');
  }
}

/** The trigger or limit of the upper leg stands above the last price, that of the lower one below it. */
export function checkPairPrices(state: SpotState, { above, below }: Pair): void {
  const { last } = state.book.of(above.rules.symbol);
  const anchor = ({ stopPrice, price, type }: SpotDraft): SpotDraft['price'] =>
    type.startsWith('TAKE_PROFIT_LIMIT') ? price : (stopPrice ?? (isContingent(type) ? undefined : price));
  const [upper, lower] = [anchor(above), anchor(below)];
  if (upper?.lte(last) === true || lower?.gte(last) === true)
    throw rejected('The relationship of the prices for the orders is not correct.');
}

export function checkListId(state: SpotState, account: FakeAccount, listClientOrderId: string): void {
  const isTaken = state.lists.some(
    (list) =>
      list.account === account && list.listClientOrderId === listClientOrderId && list.status === 'EXEC_STARTED',
  );
  if (isTaken) throw rejected('Duplicate order sent.');
}

export function acceptOco(state: SpotState, account: FakeAccount, pair: Pair, listClientOrderId: string): OrderList {
  checkIds(state, account, listClientOrderId, [pair.above, pair.below]);
  checkPairPrices(state, pair);
  for (const leg of [pair.above, pair.below]) checkAgainstMarket(state, leg);
  const { rules, side } = pair.above;
  const needed = max(lockNeeded(state, pair.above), lockNeeded(state, pair.below));
  const lock = walletOf(state, account).lock(side === 'BUY' ? rules.quote : rules.base, needed);
  if (lock === undefined) throw insufficient();
  const orderListId = nextListId(state);
  const create = (draft: SpotDraft): SpotOrder => createOrder(state, account, draft, { orderListId, lock });
  const list = createList(state, account, {
    ...{ contingencyType: 'OCO', listClientOrderId, orderListId, working: undefined },
    pair: [create(pair.below), create(pair.above)],
  });
  announce(state, list);
  return list;
}

export function acceptOtoco(
  state: SpotState,
  account: FakeAccount,
  { working, pair }: { working: SpotDraft; pair: Pair },
  listClientOrderId: string,
): OrderList {
  checkIds(state, account, listClientOrderId, [working, pair.above, pair.below]);
  checkAgainstMarket(state, working);
  const { rules, side } = working;
  const lock = walletOf(state, account).lock(side === 'BUY' ? rules.quote : rules.base, lockNeeded(state, working));
  if (lock === undefined) throw insufficient();
  const orderListId = nextListId(state);
  const first = createOrder(state, account, working, { orderListId, lock });
  const pending = (draft: SpotDraft): SpotOrder => ({
    ...createOrder(state, account, draft, { orderListId }),
    ...{ status: 'PENDING_NEW', isWorking: false, workingTimeMs: -1, extreme: undefined },
  });
  const list = createList(state, account, {
    ...{ contingencyType: 'OTO', listClientOrderId, orderListId, working: first },
    pair: [pending(pair.below), pending(pair.above)],
  });
  announce(state, list);
  executeLimit(state, first);
  releasePending(state);
  return list;
}

function checkIds(state: SpotState, account: FakeAccount, listId: string, drafts: readonly SpotDraft[]): void {
  checkListId(state, account, listId);
  const ids = [listId, ...drafts.map(({ clientOrderId }) => clientOrderId)];
  if (new Set(ids).size < ids.length) throw rejected('Duplicate order sent.');
  for (const { clientOrderId } of drafts) checkClientId(state, account, clientOrderId);
}

const nextListId = (state: SpotState): number => Number(nextId(state, 'list', FIRST_LIST));

function createList(
  state: SpotState,
  account: FakeAccount,
  list: Pick<OrderList, 'contingencyType' | 'listClientOrderId' | 'orderListId' | 'working' | 'pair'>,
): OrderList {
  const nowMs = state.clock.nowMs();
  const { symbol } = list.pair[0].rules;
  return { ...list, account, symbol, status: 'EXEC_STARTED', createdAtMs: nowMs, updatedAtMs: nowMs };
}

function announce(state: SpotState, list: OrderList): void {
  const orders = ordersOf(list);
  state.lists.push(list);
  state.orders.push(...orders);
  for (const order of orders) tellExecution(state, order, 'NEW');
  tellList(state, list);
  tellBalances(state, list.pair[0]);
}
