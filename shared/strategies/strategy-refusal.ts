export type StrategyRefusal = {
  outcome: 'refused';
  code:
    | 'account_unknown'
    | 'account_not_named'
    | 'account_mode_differs'
    | 'key_missing'
    | 'strategy_busy'
    | 'name_taken';
  reason: string;
};

export function refuseStrategy(code: StrategyRefusal['code'], reason: string): StrategyRefusal {
  return { outcome: 'refused', code, reason };
}

export function nameTaken(name: string): StrategyRefusal {
  return refuseStrategy('name_taken', `There is a strategy named "${name}" already`);
}
