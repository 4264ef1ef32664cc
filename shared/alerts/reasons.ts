/** Why a message that was read well is not carried out. `%s` stands for what it is about; the statement that keeps it fills it in. */
export const REASONS = {
  route_unknown: 'The message is for "%s", which is bound to no strategy here: bind it with POST /api/v1/routes',
  strategy_not_named:
    'The message does not name one of your strategies: add "strategy" with its name, or use its own hook URL',
  dialect_not_allowed:
    'The message is written as "%s", but strategy "%s" takes "%s" only: add it to "dialects" of the strategy to allow it',
} as const;

/** Lets a strategy take every dialect, and keeps its first alert from choosing one. */
export const ANY_DIALECT = 'any';
