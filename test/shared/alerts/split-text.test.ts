import { expect, it } from 'vitest';
import { splitOutsideQuotes } from '../../../shared/alerts/split-text.ts';

it.each([
  ['a,b', ['a', 'b']],
  ['a,"b,c",d', ['a', '"b,c"', 'd']],
  ['a,"b,c', ['a', '"b,c']],
  ['', ['']],
])('splitOutsideQuotes() splits %j at commas outside quotes', (text, parts) => {
  expect(splitOutsideQuotes(text, ',')).toEqual(parts);
});
