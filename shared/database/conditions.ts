/** The conditions of one query and the values they name, so that an absent filter costs the planner nothing. */
export type Conditions = {
  /** Adds a condition; every `?` in it stands for `value`. */
  add(sql: string, value: unknown): void;
  /** Names a value that is no condition, such as a limit. */
  value(value: unknown): string;
  where(): string;
  readonly values: unknown[];
};

export function conditions(): Conditions {
  const parts: string[] = [];
  const values: unknown[] = [];
  const value = (given: unknown): string => `$${values.push(given)}`;
  return {
    values,
    value,
    add(sql, given) {
      parts.push(sql.replaceAll('?', value(given)));
    },
    where: () => parts.join(' and '),
  };
}
