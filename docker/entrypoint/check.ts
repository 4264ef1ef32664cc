import { readSettings } from './settings.ts';
import { said } from './step.ts';

/** Whether this configuration may meet the internet. Nothing that the internet reaches starts before it was asked. */
export async function check(): Promise<void> {
  readSettings({ ...process.env, NODE_ENV: 'production' });
  said('configuration', { environment: 'production', isReady: true });
}
