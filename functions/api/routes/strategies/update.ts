import * as z from 'zod';
import { refuse } from '../../../../shared/http/problem.ts';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import { updateStrategy } from '../../../../shared/strategies/update-strategy.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE, NOT_FOUND } from '../../api-route.ts';
import { anId, idParams, symbolName } from '../../fields.ts';
import { limitsPatch } from '../../limit-fields.ts';
import { refuseStrategy, STRATEGY_PROBLEMS } from './refuse-strategy.ts';
import {
  chartSymbol,
  defaultSymbolField,
  dialectsField,
  driftAnswerField,
  marginTypeField,
  marketField,
  modeField,
  nameField,
  onDifferenceField,
  onDriftField,
  readSettingsPatch,
  sideRuleField,
  sizingField,
} from './strategy-fields.ts';
import { strategySchema, strategyView } from './strategy-view.ts';

const body = z
  .strictObject({
    name: nameField,
    accountId: anId.describe('Needed only with more than one account of the mode'),
    mode: modeField,
    defaultMarket: marketField,
    sideRule: sideRuleField,
    sizing: sizingField,
    sizeFromAlert: z.boolean(),
    onDrift: onDriftField,
    driftAnswerSeconds: driftAnswerField,
    symbolMap: z.record(chartSymbol, symbolName.nullable()),
    defaultSymbol: defaultSymbolField.nullable(),
    readSettings: readSettingsPatch,
    dialects: dialectsField,
    limits: limitsPatch,
    onDifference: onDifferenceField,
    marginType: marginTypeField,
  })
  .partial();

export const updateStrategyRoute = userRoute({
  method: 'PATCH',
  path: `${BASE}/strategies/{id}`,
  name: 'updateStrategy',
  tag: 'Strategies',
  summary: 'Change a strategy',
  description:
    'What is absent stays as it is; null takes away `defaultSymbol` and entries of `limits`, `symbolMap` and `readSettings`. ' +
    'Counts from the next alert on. Another `mode` moves the strategy to an account of that mode, with which it must have ' +
    'nothing under way; testnet and live need a key on it.',
  params: idParams,
  body,
  responses: { 200: { description: 'The strategy', schema: strategySchema } },
  problems: { ...NOT_FOUND, ...STRATEGY_PROBLEMS },
  async handle(
    deps: Pick<ApiDeps, 'strategies' | 'accounts' | 'hasActiveKey' | 'now' | 'newId'>,
    { caller, params: { id }, body: { accountId, ...patch } },
  ) {
    const account = accountId === undefined ? {} : { accountId };
    const updated = await updateStrategy(deps, { ...caller, id, patch, ...account });
    switch (updated.outcome) {
      case 'updated':
        return answer(200, strategyView(updated.strategy));
      case 'not_found':
        return refuse(404, 'not_found', `You have no strategy "${id}"`);
      case 'refused':
        return refuseStrategy(updated);
    }
  },
});
