import type { Calls } from './calls.ts';

/** Asks a fake in another process, over its control port. @throws Error with what the fake said */
export async function callFake<Name extends keyof Calls>(
  controlUrl: string,
  call: Name,
  ...args: Parameters<Calls[Name]>
): Promise<ReturnType<Calls[Name]>> {
  const response = await fetch(controlUrl, { method: 'POST', body: JSON.stringify({ call, args }) });
  const { result, error } = answerOf<ReturnType<Calls[Name]>>(await response.text());
  if (error !== undefined) throw new Error(`Cannot ${call}: ${error}`);
  return result;
}

/** Both ends are this program; the other one answers what `Calls` says. */
function answerOf<T>(text: string): { result: T; error?: string } {
  return JSON.parse(text);
}
