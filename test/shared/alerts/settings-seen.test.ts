import { expect, it } from 'vitest';
import { settingsSeen } from '../../../shared/alerts/settings-seen.ts';
import type { Hook } from '../../../shared/alerts/store.ts';

const hook: Hook = { by: 'token', digest: 'one' };
const short = [{ dealSide: 'short' as const }];

it('settingsSeen() guesses nothing chosen until told otherwise, by hook and by whom the message is for', () => {
  const seen = settingsSeen();
  expect(seen.of(hook, [{}])).toEqual([{}]);
  seen.note(hook, [{ routeKey: 'a' }], short);
  expect(seen.of(hook, [{ routeKey: 'a' }])).toEqual(short);
  expect(seen.of(hook, [{ routeKey: 'b' }])).toEqual([{}]);
  expect(seen.of({ by: 'owner' }, [{ routeKey: 'a' }])).toEqual([{}]);
});

it('settingsSeen() holds a thousand, drops the oldest, and keeps no long name', () => {
  const seen = settingsSeen();
  for (let n = 0; n < 1_001; n += 1) seen.note(hook, [{ routeKey: `bot-${n}` }], short);
  expect(seen.of(hook, [{ routeKey: 'bot-0' }])).toEqual([{}]);
  expect(seen.of(hook, [{ routeKey: 'bot-1' }])).toEqual(short);
  const long = [{ routeKey: 'x'.repeat(2_000) }];
  seen.note(hook, long, short);
  expect(seen.of(hook, long)).toEqual([{}]);
});
