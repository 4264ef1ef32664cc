import { join } from 'node:path';
import { closers } from './local/closers.ts';
import { runScript } from './local/run-script.ts';
import { serve } from './local/serve.ts';
import { readSettings } from './local/settings.ts';
import { untilToldToStop } from './local/until-told.ts';

const root = join(import.meta.dirname, '..');
const opened = closers();
const toldToStop = untilToldToStop();

await runScript(async () => {
  try {
    const failure = await Promise.race([toldToStop, serve(root, readSettings(root, process.env), opened)]);
    if (failure !== undefined) throw failure;
  } finally {
    await opened.close();
  }
});
process.exit();
