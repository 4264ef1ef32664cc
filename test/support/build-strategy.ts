import { decimal } from '../../shared/money/decimal.ts';
import type { Strategy } from '../../shared/strategies/strategy.ts';
import { NOW } from './fixed.ts';

export function aStrategy(more: Partial<Strategy> = {}): Strategy {
  return {
    id: 'str_0001',
    userId: 'usr_1',
    accountId: 'acc_1',
    name: 'demo',
    status: 'enabled',
    mode: 'paper',
    defaultMarket: 'usdm',
    sideRule: 'both',
    sizing: { type: 'quote', value: decimal('100') },
    sizeFromAlert: true,
    symbolMap: {},
    limits: {},
    hookTokenHint: 'abcd',
    createdAt: NOW,
    updatedAt: NOW,
    ...more,
  };
}
