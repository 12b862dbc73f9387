import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Sample } from '../../../../client/session/quality/figures.ts';
import { judge, settle, wellRated } from '../../../../client/session/quality/rating.ts';
import type { Quality } from '../../../../protocol/quality.ts';

const fine: Sample = { lossUp: 0, lossDown: 0, concealed: 0, frozen: 0, jitterMs: 8, roundTripMs: 40 };
const lookEveryMs = 2_000;

/** What a connection is called after each of these looks. */
function called(seen: readonly Quality[]): Quality[] {
  let rating = wellRated;
  return seen.map((quality, index) => {
    rating = settle(rating, quality, index * lookEveryMs);
    return rating.quality;
  });
}

const times = (count: number, quality: Quality) => new Array<Quality>(count).fill(quality);

test.each<[string, Partial<Sample>, Quality]>([
  ['nothing amiss', {}, 'good'],
  ['2 % of loss, which repair hides', { lossDown: 0.02 }, 'good'],
  ['5 % of loss from the server', { lossDown: 0.05 }, 'weak'],
  ['5 % of loss to the server', { lossUp: 0.05 }, 'weak'],
  ['15 % of loss', { lossUp: 0.15 }, 'bad'],
  ['a long way', { roundTripMs: 400 }, 'weak'],
  ['a way as long as a pause', { roundTripMs: 900 }, 'bad'],
  ['sound that is patched up', { concealed: 0.12 }, 'bad'],
  ['packets that come in heaps', { jitterMs: 80 }, 'weak'],
  ['pictures that stand still', { frozen: 0.6 }, 'bad'],
])('%s is called what people would call it', (_what, figures, quality) => {
  expect(judge({ ...fine, ...figures })).toBe(quality);
});

test('one bad look changes nothing, four seconds of them do', () => {
  expect(called([...times(3, 'good'), 'bad', ...times(3, 'good')])).toEqual(times(7, 'good'));
  expect(called(['good', ...times(3, 'bad')])).toEqual(['good', 'good', 'good', 'bad']);
});

test('it is good again only after eight seconds of that', () => {
  const seen = [...times(3, 'bad'), ...times(5, 'good')];
  expect(called(seen)).toEqual(['good', 'good', ...times(5, 'bad'), 'good']);
});

test('what goes to and fro is called by the step that lasted', () => {
  expect(called(['bad', 'weak', 'bad'])).toEqual(['good', 'good', 'weak']);
  const after = [...times(3, 'bad'), 'good', 'weak', 'good', 'weak', 'good'] as const;
  expect(called(after).at(-1)).toBe('weak');
});

test('its name never changes to one that was not seen, nor more often than every four seconds', () => {
  const looks = fc.array(fc.constantFrom<Quality>('good', 'weak', 'bad'), { maxLength: 60 });
  fc.assert(
    fc.property(looks, (seen) => {
      const names = called(seen);
      let changedAt = -Infinity;
      names.forEach((name, index) => {
        const before = names[index - 1] ?? 'good';
        if (name === before) return;
        expect(seen.slice(0, index + 1)).toContain(name);
        expect(index * lookEveryMs - changedAt).toBeGreaterThanOrEqual(4_000);
        changedAt = index * lookEveryMs;
      });
    }),
  );
});
