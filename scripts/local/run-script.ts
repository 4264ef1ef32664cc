import { AppError } from '../../shared/errors/app-error.ts';
import { Failure, reasonOf } from './failure.ts';

/** Runs a script's body. What a person can put right is one sentence on stderr, the rest comes with its stack. */
export async function runScript(body: () => Promise<void>): Promise<void> {
  try {
    await body();
  } catch (error) {
    const isExpected = error instanceof Failure || error instanceof AppError || isOfOptions(error);
    console.error(isExpected ? reasonOf(error) : error);
    process.exitCode = 1;
  }
}

/** Whether `parseArgs` of Node refused what was typed. */
function isOfOptions(error: unknown): boolean {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS_');
}
