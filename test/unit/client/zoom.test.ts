import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keepInside, panBy, type View, wholeView, zoomAt } from '../../../client/attachments/zoom.ts';

const frame = { width: 800, height: 600 };
const place = fc.record({ x: fc.integer({ min: 0, max: 800 }), y: fc.integer({ min: 0, max: 600 }) });
const step = fc.oneof(
  fc.record({ factor: fc.double({ min: 0.2, max: 5, noNaN: true }), at: place }),
  fc.record({
    by: fc.record({ x: fc.integer({ min: -900, max: 900 }), y: fc.integer({ min: -900, max: 900 }) }),
  }),
);

function after(steps: readonly (typeof step extends fc.Arbitrary<infer Step> ? Step : never)[]): View {
  return steps.reduce<View>(
    (view, now) => ('by' in now ? panBy(view, now.by, frame) : zoomAt(view, now.factor, now.at, frame)),
    wholeView,
  );
}

test('whatever one does, the picture fills its frame and is never larger than eight times', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const { scale, x, y } = after(steps);
      expect(scale).toBeGreaterThanOrEqual(1);
      expect(scale).toBeLessThanOrEqual(8);
      expect(x).toBeLessThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(0);
      expect(x + frame.width * scale).toBeGreaterThanOrEqual(frame.width - 1e-6);
      expect(y + frame.height * scale).toBeGreaterThanOrEqual(frame.height - 1e-6);
    }),
  );
});

test('what is under the pointer stays under it while one looks closer', () => {
  fc.assert(
    fc.property(place, fc.double({ min: 1.01, max: 3, noNaN: true }), place, (first, factor, at) => {
      const before = zoomAt(wholeView, 2, first, frame);
      const view = zoomAt(before, factor, at, frame);
      const under = ({ scale, x }: View) => (at.x - x) / scale;
      expect(under(view)).toBeCloseTo(under(before), 6);
    }),
  );
});

test('all the way out it lies as it lay', () => {
  const closer = panBy(zoomAt(wholeView, 3, { x: 10, y: 590 }, frame), { x: -50, y: 20 }, frame);
  expect(zoomAt(closer, 0.1, { x: 400, y: 300 }, frame)).toEqual(wholeView);
  expect(panBy(wholeView, { x: 40, y: -40 }, frame)).toEqual(wholeView);
});

test('in a smaller frame it shows no empty edge', () => {
  const corner = panBy(zoomAt(wholeView, 2, { x: 0, y: 0 }, frame), { x: -800, y: -600 }, frame);
  expect(keepInside(corner, { width: 400, height: 300 })).toEqual({ scale: 2, x: -400, y: -300 });
});
