import { openPaperAccount } from '../../shared/exchanges/paper/open-paper-account.ts';
import { paperExchange } from '../../shared/exchanges/paper/paper-exchange.ts';
import { readPaperSettings } from '../../shared/exchanges/paper/paper-settings.ts';
import { seePrice } from '../../shared/exchanges/paper/see-price.ts';
import { memoryPaperStore } from '../../shared/exchanges/paper/store.memory.ts';
import { pgPaperStore } from '../../shared/exchanges/paper/store.pg.ts';
import type { PaperStore } from '../../shared/exchanges/paper/store.ts';
import { decimal } from '../../shared/money/decimal.ts';
import { testDatabase } from '../support/database.ts';
import { fixedClock, fixedIds } from '../support/fixed.ts';
import { type ExchangeWorld, exchangeContract } from './exchange.contract.ts';
import { conditionalContract } from './exchange-conditional.contract.ts';
import { paperContract } from './exchange-paper.contract.ts';
import { paperAccounts } from './exchange-paper.world.ts';
import { paperConditionalContract } from './exchange-paper-conditional.contract.ts';
import { spotContract } from './exchange-spot.contract.ts';
import { spotConditionalContract } from './exchange-spot-conditional.contract.ts';
import { spotPairContract } from './exchange-spot-pair.contract.ts';
import { usdmContract } from './exchange-usdm.contract.ts';
import { usdmConditionalContract } from './exchange-usdm-conditional.contract.ts';

async function memoryWorld(): Promise<ExchangeWorld> {
  return worldOf(memoryPaperStore(), async () => {});
}

async function postgresWorld(): Promise<ExchangeWorld> {
  const database = await testDatabase('paper exchange');
  const accounts = paperAccounts(database.pool);
  return { ...worldOf(pgPaperStore(database.pool), accounts.add), close: database.close };
}

function worldOf(
  store: PaperStore,
  addAccount: (accountId: string, settings: Record<string, unknown>) => Promise<void>,
): ExchangeWorld {
  const deps = { store, now: fixedClock(), newId: fixedIds() };
  let opened = 0;
  return {
    async openAccount(settings) {
      opened += 1;
      const accountId = `acc_${opened}`;
      await addAccount(accountId, settings);
      await openPaperAccount(deps, { accountId, settings: readPaperSettings(settings) });
      return paperExchange({ ...deps, accountId });
    },
    seePrice: (market, symbol, price) =>
      seePrice(deps, { market, symbol, price: decimal(price), seenAt: deps.now(), source: 'test' }),
    close: async () => {},
    triggered: { idleReducer: 'expired', keepsId: true },
  };
}

for (const contract of [
  exchangeContract,
  spotContract,
  usdmContract,
  conditionalContract,
  spotConditionalContract,
  spotPairContract,
  usdmConditionalContract,
  paperContract,
  paperConditionalContract,
]) {
  contract('paper with books in memory', memoryWorld);
  contract('paper with books in Postgres', postgresWorld);
}
