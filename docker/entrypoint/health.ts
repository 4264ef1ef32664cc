/** What Docker asks every 30 s: whether alerts can be kept. Small, because it starts a Node each time. */
const URL = 'http://127.0.0.1:8001/api/v1/health/ready';
const TIMEOUT_MS = 4_000;

try {
  const response = await fetch(URL, { signal: AbortSignal.timeout(TIMEOUT_MS), headers: { connection: 'close' } });
  process.stdout.write(await response.text());
  process.exitCode = response.ok ? 0 : 1;
} catch (error) {
  process.stdout.write(String(error));
  process.exitCode = 1;
}
