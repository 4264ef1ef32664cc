import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { AppError } from '../errors/app-error.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the variables that `shape` names, once, at cold start. An empty value counts as absent. Each may stand in
 * `NAME` or, as with Docker secrets, in the file that `NAME_FILE` names.
 * In production (`NODE_ENV`) what is marked `isSecret` may not have the value of an example.
 * @throws AppError `config_invalid` that lists every problem, a line each, without any value that could be a secret
 */
export function readConfig<Shape extends z.ZodRawShape>(shape: Shape, env: Environment): z.infer<z.ZodObject<Shape>> {
  const problems: string[] = [];
  const given: Record<string, string | undefined> = {};
  for (const name of Object.keys(shape)) {
    try {
      given[name] = readVariable(name, env);
    } catch (cause) {
      problems.push(cause instanceof Error ? cause.message : String(cause));
    }
  }
  if (env.NODE_ENV === 'production') problems.push(...exampleSecrets(shape, given));
  const parsed = z.object(shape).safeParse(given);
  if (parsed.success && problems.length === 0) return parsed.data;
  for (const issue of parsed.error?.issues ?? []) {
    const name = String(issue.path[0] ?? '');
    if (problems.some((problem) => problem.startsWith(name))) continue;
    problems.push(given[name] === undefined ? `${name} is missing: ${issue.message}` : `${name}: ${issue.message}`);
  }
  throw new AppError('config_invalid', `Cannot start, the configuration is not valid:\n  ${problems.join('\n  ')}`);
}

/** Whoever reads our templates knows these. */
const EXAMPLE = /development|example|change-?me|postgres:postgres@/i;

function exampleSecrets(shape: z.ZodRawShape, given: Readonly<Record<string, string | undefined>>): string[] {
  const secrets = Object.keys(shape).filter((name) => z.globalRegistry.get(innermost(shape[name]))?.isSecret);
  return secrets
    .filter((name) => EXAMPLE.test(given[name] ?? ''))
    .map((name) => `${name} has an example value, which everybody knows: make one with docker/secrets.sh`);
}

/** `optional()` wraps the schema that carries the mark. */
function innermost(schema: unknown): z.core.$ZodType {
  return schema instanceof z.ZodOptional ? innermost(schema.unwrap()) : (schema as z.core.$ZodType);
}

function readVariable(name: string, env: Environment): string | undefined {
  const value = env[name];
  const file = env[`${name}_FILE`];
  if (value && file) throw new Error(`${name} and ${name}_FILE are both set: set one of them`);
  if (!file) return value || undefined;
  try {
    return readFileSync(file, 'utf8').trim() || undefined;
  } catch {
    throw new Error(`${name}_FILE names "${file}", which cannot be read`);
  }
}
