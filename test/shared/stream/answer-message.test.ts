import { expect, it } from 'vitest';
import { answerMessage } from '../../../shared/stream/answer-message.ts';
import { fixedClock } from '../../support/fixed.ts';

const deps = { now: fixedClock() };

it('answerMessage() answers a ping with the time', () => {
  expect(answerMessage(deps, '{"type":"ping"}')).toEqual({ type: 'pong', at: '2026-03-02T12:00:00.000Z' });
});

it.each(['', 'ping', '{"type":"subscribe"}', '[]', '{'])(
  'answerMessage() says what it expects when it gets %j',
  (text) => {
    expect(answerMessage(deps, text)).toMatchObject({ type: 'error', code: 'not_understood' });
  },
);
