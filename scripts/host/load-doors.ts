import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import userFunction from '../../node_modules/serverless-offline/src/lambda/handler-runner/in-process-runner/aws-lambda-ric/UserFunction.js';
import { Failure, reasonOf } from '../local/failure.ts';
import type { OfflineService } from './service.ts';

const NOT_SERVED = new Set(['migrate']);

type Door = { handler: unknown };

/**
 * Loads every bundle before the first request. serverless-offline would look for a handler's file anew at each request, and
 * answer HTTP 200 when it cannot be loaded; so a bundle or a configuration that does not work is told at once.
 * @throws Failure that names every problem
 */
export async function loadDoors(root: string, service: OfflineService): Promise<void> {
  const doors = new Map<string, Door>();
  const problems = new Set<string>();
  for (const [name, { handler }] of Object.entries(service.functions)) {
    if (NOT_SERVED.has(name)) continue;
    const path = join(root, handler);
    try {
      doors.set(path, await import(pathToFileURL(join(dirname(path), 'index.mjs')).href));
    } catch (error) {
      problems.add(problemOf(name, error));
    }
  }
  if (problems.size > 0) throw new Failure([...problems].join('\n'));
  userFunction.load = async (_, handler) => doorOf(doors, handler).handler;
}

function doorOf(doors: ReadonlyMap<string, Door>, path: string): Door {
  const door = doors.get(path);
  if (door === undefined) throw new Failure(`There is no bundle for the handler ${path}`);
  return door;
}

function problemOf(name: string, error: unknown): string {
  const isConfiguration = error instanceof Error && 'code' in error && error.code === 'config_invalid';
  return isConfiguration ? error.message : `The bundle dist/${name} does not load: ${reasonOf(error)}`;
}
