import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { fillPlaceholders } from '../../scripts/local/fill-placeholders.ts';
import { NOW } from './fixed.ts';

const examples = z.array(
  z.object({ from: z.string(), dialect: z.string(), body: z.string(), refused: z.string().optional() }),
);

/** A message as its vendor shows it, placeholders filled in; `refused` is the code where it is not for us, or not yet. */
export type VendorExample = z.output<typeof examples>[number];

export const VENDOR_EXAMPLES: readonly VendorExample[] = examples
  .parse(JSON.parse(readFileSync(new URL('./vendor-examples.json', import.meta.url), 'utf8')))
  .map((example) => ({ ...example, body: fillPlaceholders(example.body, { plot_1: '7', plot_6: '8' }, NOW).text }));
