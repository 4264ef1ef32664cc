import { type Dialect, jsonDialect } from './dialect.ts';
import { readJsonMessage } from './generic.ts';

/** Upper-case names; read alike whatever their case, so that only the name of the dialect is peculiar. */
export const tradex: Dialect = jsonDialect({
  name: 'tradex',
  marks: ['PIN', 'SYMBOL', 'SIDE', 'ORDER_TYPE'],
  read: (fields) => readJsonMessage('tradex', fields),
});
