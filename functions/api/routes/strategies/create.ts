import * as z from 'zod';
import { answer, userRoute } from '../../../../shared/http/route.ts';
import { createStrategy } from '../../../../shared/strategies/create-strategy.ts';
import { hookUrl } from '../../../../shared/strategies/hook-url.ts';
import { DEFAULT_DRIFT_ANSWER_SECONDS } from '../../../../shared/strategies/strategy.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { BASE } from '../../api-route.ts';
import { anId } from '../../fields.ts';
import { strategyLimitsInRequest } from '../../limit-fields.ts';
import { refuseStrategy, STRATEGY_PROBLEMS } from './refuse-strategy.ts';
import {
  defaultSymbolField,
  dialectsField,
  driftAnswerField,
  marginTypeField,
  marketField,
  modeField,
  nameField,
  onDifferenceField,
  onDriftField,
  readSettingsField,
  sideRuleField,
  sizingField,
  symbolMapField,
} from './strategy-fields.ts';
import { hookedStrategy, strategyView } from './strategy-view.ts';

const body = z.strictObject({
  name: nameField,
  accountId: anId.optional().describe('Needed only with more than one account of the mode'),
  mode: modeField.default('paper'),
  defaultMarket: marketField.default('spot'),
  sideRule: sideRuleField.default('both'),
  sizing: sizingField,
  sizeFromAlert: z.boolean().default(true),
  onDrift: onDriftField.default('sync'),
  driftAnswerSeconds: driftAnswerField.default(DEFAULT_DRIFT_ANSWER_SECONDS),
  symbolMap: symbolMapField.default({}),
  defaultSymbol: defaultSymbolField.optional(),
  readSettings: readSettingsField.default({}),
  dialects: dialectsField.default([]),
  limits: z.strictObject(strategyLimitsInRequest).partial().default({}),
  onDifference: onDifferenceField.default('tell'),
  marginType: marginTypeField.default('account'),
});

export const createStrategyRoute = userRoute({
  method: 'POST',
  path: `${BASE}/strategies`,
  name: 'createStrategy',
  tag: 'Strategies',
  summary: 'Make a strategy and its hook',
  body,
  responses: { 201: { description: 'The strategy with its hook URL', schema: hookedStrategy } },
  problems: STRATEGY_PROBLEMS,
  async handle(
    deps: Pick<ApiDeps, 'strategies' | 'accounts' | 'hasActiveKey' | 'now' | 'newId' | 'newSecret'>,
    { caller, body: { accountId, ...settings }, baseUrl },
  ) {
    const account = accountId === undefined ? {} : { accountId };
    const created = await createStrategy(deps, { ...caller, settings, ...account });
    if (created.outcome === 'refused') return refuseStrategy(created);
    const { strategy, hookToken } = created;
    const webhookUrl = hookUrl(baseUrl, hookToken);
    const headers = { location: `${BASE}/strategies/${strategy.id}` };
    return answer(201, { ...strategyView(strategy), webhookUrl }, headers);
  },
});
