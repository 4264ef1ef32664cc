import { Failure } from './failure.ts';
import { runNode } from './run-node.ts';

/** `npm run build`, so that what runs next is what stands in the sources now. */
export async function buildFirst(root: string): Promise<void> {
  if ((await runNode(['scripts/build.ts'], root)) !== 0) throw new Failure('Cannot start: the build failed');
}
