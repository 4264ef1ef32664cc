export type Probe = () => Promise<Record<string, unknown>>;

/** `degraded`: works, but something that helps is away. `unavailable`: alerts cannot be kept. */
export type Health = {
  status: 'ready' | 'degraded' | 'unavailable';
  dependencies: Record<
    string,
    { status: 'up' | 'down' | 'not_configured'; latencyMs?: number } & Record<string, unknown>
  >;
};

/** What is asked. Without a `required` one nothing works; an `optional` one may be absent altogether. */
export type Probes = { required: Record<string, Probe>; optional: Record<string, Probe | undefined> };

const DEADLINE_MS = 1_500;

/** Asks all dependencies at the same time, each within its deadline, and sums up. Never throws. */
export async function checkHealth(probes: Probes): Promise<Health> {
  const required = await Promise.all(Object.entries(probes.required).map(ask));
  const optional = await Promise.all(Object.entries(probes.optional).map(ask));
  const isDown = ([, state]: (typeof required)[number]): boolean => state.status === 'down';
  const status = required.some(isDown) ? 'unavailable' : optional.some(isDown) ? 'degraded' : 'ready';
  return { status, dependencies: Object.fromEntries([...required, ...optional]) };
}

async function ask([name, probe]: [string, Probe | undefined]): Promise<[string, Health['dependencies'][string]]> {
  if (probe === undefined) return [name, { status: 'not_configured' }];
  const startedAt = performance.now();
  const latencyMs = (): number => Math.round((performance.now() - startedAt) * 10) / 10;
  try {
    const found = await withDeadline(probe());
    return [name, { status: 'up', latencyMs: latencyMs(), ...found }];
  } catch {
    return [name, { status: 'down', latencyMs: latencyMs() }];
  }
}

async function withDeadline<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${DEADLINE_MS} ms`)), DEADLINE_MS);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
