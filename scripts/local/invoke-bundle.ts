import { fork } from 'node:child_process';
import { join } from 'node:path';
import { Failure } from './failure.ts';

export type Invocation = {
  /** The bundle's `index.mjs`. */
  file: string;
  event: unknown;
  env: NodeJS.ProcessEnv;
};

type Answer = { result: unknown } | { problem: string };

/** Calls the handler of a built bundle once, in a process of its own, as Lambda would. */
export async function invokeBundle({ file, event, env }: Invocation): Promise<unknown> {
  const child = fork(join(import.meta.dirname, 'invoke-bundle-child.ts'), [file], {
    env,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    serialization: 'json',
  });
  const answer = await new Promise<Answer>((resolve) => {
    child.once('message', (message) => resolve(message as Answer));
    child.once('error', (error) => resolve({ problem: error.message }));
    child.once('exit', (code) => resolve({ problem: `it ended with code ${code} and no answer` }));
    child.send({ event });
  });
  if ('problem' in answer) throw new Failure(answer.problem);
  return answer.result;
}
