import { join } from 'node:path';
import { buildBundles, bundleNames } from './bundles/build-bundles.ts';
import { buildHost } from './bundles/build-host.ts';
import { renderWeights, weigh } from './bundles/check-budgets.ts';
import { writeService } from './bundles/write-service.ts';
import { Failure } from './local/failure.ts';
import { runScript } from './local/run-script.ts';

const root = join(import.meta.dirname, '..');

await runScript(async () => {
  const startedAt = performance.now();
  if (bundleNames(root).length === 0) throw new Failure('There is nothing to build in functions/');
  const dist = join(root, 'dist');
  const weighed = weigh(await buildBundles(root, dist));
  await Promise.all([buildHost(root, dist), writeService(root, dist)]);
  console.log(renderWeights(weighed));
  const tooHeavy = weighed.filter(({ isTooHeavy }) => isTooHeavy);
  if (tooHeavy.length > 0) {
    const names = tooHeavy.map(({ name, kb, limitKb }) => `${name} (${kb.toFixed(1)} KB, limit ${limitKb} KB)`);
    throw new Failure(`Bundles over their budget: ${names.join(', ')}`);
  }
  console.log(`Built in ${Math.round(performance.now() - startedAt)} ms`);
});
