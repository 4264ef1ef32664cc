import { pathToFileURL } from 'node:url';
import { reasonOf } from './failure.ts';

const [, , file] = process.argv;

process.once('message', async (message) => {
  const { event } = message as { event: unknown };
  process.send?.(await answer(event), () => process.exit(0));
});

async function answer(event: unknown): Promise<{ result: unknown } | { problem: string }> {
  try {
    const { handler } = await import(pathToFileURL(String(file)).href);
    return { result: await handler(event) };
  } catch (error) {
    return { problem: reasons(error).join(': ') };
  }
}

/** The messages of an error and of its causes; each once. */
function reasons(error: unknown): string[] {
  const own = reasonOf(error);
  const causes = error instanceof Error && error.cause !== undefined ? reasons(error.cause) : [];
  return [...new Set([own, ...causes])];
}
