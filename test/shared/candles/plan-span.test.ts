import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lengthMsOf } from '../../../shared/candles/candle.ts';
import { MAX_CANDLES } from '../../../shared/candles/candle-source.ts';
import { keptSince, planSpan } from '../../../shared/candles/plan-span.ts';
import type { Coverage } from '../../../shared/candles/store.ts';

const at = (text: string): Date => new Date(`2026-03-${text}Z`);
const now = at('02T12:00:30');
const covering = (from: string, until: string): Coverage => ({ from: at(from), until: at(until) });
const shown = (date: Date | undefined): string | undefined => date?.toISOString().slice(8, 16);

type Row = { case: string; coverage?: Coverage; now?: Date; span?: [string, string]; covers?: [string, string] };

describe('planSpan()', () => {
  it.each<Row>([
    { case: 'the newest page first', span: ['01T19:20', '02T12:00'], covers: ['01T19:20', '02T12:00'] },
    {
      case: 'the new candle with the one before it',
      coverage: covering('01T00:00', '02T11:59'),
      span: ['02T11:58', '02T12:00'],
      covers: ['01T00:00', '02T12:00'],
    },
    {
      case: 'what a long time away has left out, from where it broke off',
      coverage: covering('01T00:00', '01T06:00'),
      span: ['01T05:59', '01T22:39'],
      covers: ['01T00:00', '01T22:39'],
    },
    {
      case: 'then the past',
      coverage: covering('01T20:00', '02T12:00'),
      span: ['01T03:20', '01T20:00'],
      covers: ['01T03:20', '02T12:00'],
    },
    {
      case: 'no further back than is kept',
      coverage: covering('01T02:00', '02T12:00'),
      span: ['01T00:00', '01T02:00'],
      covers: ['01T00:00', '02T12:00'],
    },
    { case: 'nothing when all is there', coverage: covering('01T00:00', '02T12:00') },
    { case: 'no candle that is hardly over', coverage: covering('01T00:00', '02T12:00'), now: at('02T12:01:01') },
  ])('asks for $case', ({ coverage, span, covers, now: given = now }) => {
    const planned = planSpan({ interval: '1m', coverage, now: given, days: 1 });
    expect(planned && [shown(planned.span.from), shown(planned.span.until)]).toEqual(span);
    expect(planned && [shown(planned.coverage.from), shown(planned.coverage.until)]).toEqual(covers);
  });

  it('begins anew where all that was covered is too old to be kept', () => {
    const coverage = { from: new Date('2026-01-01Z'), until: new Date('2026-01-02Z') };
    const planned = planSpan({ interval: '1m', coverage, now, days: 1 });
    expect(shown(planned?.coverage.from)).toBe('01T19:20');
  });

  it('leaves no gap and ends, wherever it begins', () => {
    const day = fc.integer({ min: 0, max: 20 * 1_440 }).map((minutes) => now.getTime() - minutes * 60_000);
    fc.assert(
      fc.property(fc.option(fc.tuple(day, day)), fc.constantFrom('1m', '1h'), (edges, interval) => {
        const floor = (ms: number): Date => new Date(Math.floor(ms / lengthMsOf(interval)) * lengthMsOf(interval));
        let coverage =
          edges === null ? undefined : { from: floor(Math.min(...edges)), until: floor(Math.max(...edges)) };
        for (let turn = 0; turn < 100; turn += 1) {
          const planned = planSpan({ interval, coverage, now, days: 14 });
          if (planned === undefined) break;
          const { span } = planned;
          expect((span.until.getTime() - span.from.getTime()) / lengthMsOf(interval)).toBeLessThanOrEqual(MAX_CANDLES);
          const isNew = coverage === undefined || coverage.until <= keptSince(now, 14);
          const grown = isNew
            ? span
            : { from: min(coverage?.from, span.from), until: max(coverage?.until, span.until) };
          expect(planned.coverage).toEqual(grown);
          if (!isNew && coverage !== undefined)
            expect(span.from <= coverage.until && span.until >= coverage.from, 'it adjoins what is covered').toBe(true);
          coverage = planned.coverage;
        }
        expect(planSpan({ interval, coverage, now, days: 14 })).toBeUndefined();
        expect(coverage?.from.getTime()).toBeLessThanOrEqual(keptSince(now, 14).getTime());
      }),
    );
  });
});

const min = (a: Date | undefined, b: Date): Date => (a !== undefined && a < b ? a : b);
const max = (a: Date | undefined, b: Date): Date => (a !== undefined && a > b ? a : b);
