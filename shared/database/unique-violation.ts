const UNIQUE_VIOLATION = '23505';

/** Whether a statement failed because of the unique index of this name: somebody was first. */
export function isUniqueViolation(error: unknown, constraint: string): boolean {
  if (!(error instanceof Error) || !('code' in error) || !('constraint' in error)) return false;
  return error.code === UNIQUE_VIOLATION && error.constraint === constraint;
}
