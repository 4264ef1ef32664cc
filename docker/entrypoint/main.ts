import { check } from './check.ts';
import { migrate } from './migrate.ts';
import { rotateKeys } from './rotate-keys.ts';
import { serve } from './serve.ts';
import { failed } from './step.ts';

/** What a container of this image can be told to do, as its command. */
const COMMANDS: Readonly<Record<string, () => Promise<void>>> = {
  serve,
  migrate,
  check,
  'rotate-keys': rotateKeys,
};

const [, , command = 'serve'] = process.argv;
const run = COMMANDS[command];

try {
  if (run === undefined) throw new Error(`Unknown command "${command}": it takes ${Object.keys(COMMANDS).join(', ')}`);
  await run();
} catch (error) {
  failed(command, error);
  process.exit(1);
}
