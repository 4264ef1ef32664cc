import { AppError } from '../../shared/errors/app-error.ts';
import { Failure, reasonOf } from './failure.ts';

/** Runs a script's body. What a person can put right is one sentence on stderr, the rest comes with its stack. */
export async function runScript(body: () => Promise<void>): Promise<void> {
  try {
    await body();
  } catch (error) {
    const isExpected = error instanceof Failure || error instanceof AppError;
    console.error(isExpected ? reasonOf(error) : error);
    process.exitCode = 1;
  }
}
