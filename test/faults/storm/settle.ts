import { setTimeout as wait } from 'node:timers/promises';
import { callFake } from '../../support/binance/process/call-fake.ts';
import type { World } from '../../support/world.ts';
import { compareBooks, isClean } from '../books/compare-books.ts';
import { readOurBooks } from '../books/our-books.ts';
import { type LedgerReader, readTheirBooks } from '../books/their-books.ts';
import type { Verdict } from '../judge.ts';
import type { OpenedAccount } from '../trading.ts';

const SETTLE_MS = 300_000;

/** Until nothing is left to do and the books agree, or for as long as anybody should have to wait. */
export async function settle(
  { world, controlUrl }: { world: World; controlUrl: string },
  accounts: readonly OpenedAccount[],
): Promise<Verdict> {
  const ids = accounts.map(({ accountId }) => accountId);
  const deadline = Date.now() + SETTLE_MS;
  for (;;) {
    const ours = await readOurBooks(world.query, ids);
    const findings = compareBooks(ours, await readTheirBooks(ledgerOf(controlUrl), accounts), accounts);
    if (isClean(findings) || Date.now() > deadline) {
      const { lost, doubled, unfinished, mismatched } = findings;
      return { lost, doubled, unfinished, mismatched, wrong: [] };
    }
    await wait(2_000);
  }
}

function ledgerOf(controlUrl: string): LedgerReader {
  return {
    orders: () => callFake(controlUrl, 'orders'),
    conditionals: () => callFake(controlUrl, 'conditionals'),
    balances: (apiKey, market) => callFake(controlUrl, 'balances', apiKey, market),
    positions: (apiKey) => callFake(controlUrl, 'positions', apiKey),
    defects: () => callFake(controlUrl, 'defects'),
  };
}
