import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type PictureLine, Reception } from '../../../client/session/Reception.svelte.ts';
import type { RemoteTrack } from '../../../client/session/RemoteTrack.ts';
import { RequestError } from '../../../client/session/RequestError.ts';
import { sameWish, type Wish, wishOf } from '../../../client/session/wishes.ts';
import type { ProducerId } from '../../../protocol/ids.ts';

const idOf = (number: number) => `producer-${number}` as ProducerId;

/** A line on which everything that is asked for arrives, unless its producer is gone. */
class FakeLine implements PictureLine {
  readonly tracks = new Map<ProducerId, RemoteTrack>();
  readonly gone = new Set<ProducerId>();
  readonly asked: ProducerId[][] = [];
  readonly told: Record<string, Wish>[] = [];
  readonly givenUp: ProducerId[] = [];
  refusal: RequestError | null = null;

  async consume(ids: readonly ProducerId[]): Promise<void> {
    this.asked.push([...ids]);
    for (const id of ids) {
      const track = { producerId: id, source: 'camera' } as RemoteTrack;
      if (!this.gone.has(id)) this.tracks.set(id, track);
    }
  }

  async prefer(wishes: readonly (readonly [RemoteTrack, Wish])[]): Promise<void> {
    if (this.refusal) throw this.refusal;
    this.told.push(Object.fromEntries(wishes.map(([{ producerId }, wish]) => [producerId, wish])));
  }

  async giveUp(ids: readonly ProducerId[]): Promise<void> {
    for (const id of ids) this.tracks.delete(id);
    this.givenUp.push(...ids);
  }
}

let line: FakeLine;
let reception: Reception;
beforeEach(() => {
  vi.useFakeTimers();
  line = new FakeLine();
  reception = new Reception();
  reception.use(line);
});
afterEach(() => {
  reception.close();
  vi.useRealTimers();
});

const at = (width: number) => [{ width, visible: true }];
const layers = (spatialLayer: number, temporalLayer = 2) => ({ shown: true, spatialLayer, temporalLayer });

/** Shows so many pictures, and lets them arrive. */
async function show(count: number, width: number) {
  const places = Array.from({ length: count }, (_, number) => reception.open(idOf(number)));
  for (const place of places) place.show(width);
  await vi.advanceTimersByTimeAsync(150);
  line.told.length = 0;
  return places;
}

test('what is wanted is as large as the largest place, and nothing where nobody sees it', () => {
  expect(wishOf(at(320), 'none')).toEqual(layers(0));
  expect(wishOf(at(401), 'none')).toEqual(layers(1));
  expect(wishOf(at(801), 'none')).toEqual(layers(2));
  expect(wishOf(at(112), 'none')).toEqual(layers(0, 1));
  expect(wishOf([...at(112), ...at(1_200)], 'none')).toEqual(layers(2));
  expect(wishOf([{ width: 1_200, visible: false }], 'none')).toMatchObject({ shown: false });
  expect(wishOf([], 'none')).toMatchObject({ shown: false });
});

test('a cap makes every picture small, or leaves none', () => {
  expect(wishOf(at(1_200), 'low')).toEqual(layers(0, 1));
  expect(wishOf(at(1_200), 'audioOnly')).toMatchObject({ shown: false });
});

test('two pictures that are not shown are the same wish whatever their size', () => {
  expect(sameWish({ shown: false, spatialLayer: 0, temporalLayer: 0 }, { ...layers(2), shown: false })).toBe(
    true,
  );
  expect(sameWish(layers(1), layers(2))).toBe(false);
});

test('a picture is asked for at once, and told its size before it flows', async () => {
  reception.open(idOf(1)).show(500);
  expect(line.asked).toEqual([[idOf(1)]]);
  await vi.advanceTimersByTimeAsync(0);
  expect(line.told).toEqual([{ [idOf(1)]: layers(1) }]);
});

test('many pictures that change together make one request', async () => {
  const places = await show(16, 1_000);
  for (const place of places) place.show(300);
  await vi.advanceTimersByTimeAsync(150);
  expect(line.told).toHaveLength(1);
  expect(Object.values(line.told[0] ?? {})).toEqual(Array(16).fill(layers(0)));
});

test('a picture out of sight is paused and not given up, however long', async () => {
  const [place] = await show(1, 1_000);
  place?.show(0);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(line.told).toEqual([{ [idOf(0)]: expect.objectContaining({ shown: false }) }]);
  expect(line.givenUp).toEqual([]);
  place?.show(1_000);
  await vi.advanceTimersByTimeAsync(150);
  expect(line.asked).toHaveLength(1);
  expect(line.told.at(-1)).toEqual({ [idOf(0)]: layers(2) });
});

test('a picture of another page is paused, flows again when the page comes back, and is given up after a while', async () => {
  const [place] = await show(1, 1_000);
  place?.close();
  await vi.advanceTimersByTimeAsync(29_000);
  expect(line.told).toHaveLength(1);
  const back = reception.open(idOf(0));
  back.show(1_000);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(line.told.at(-1)).toEqual({ [idOf(0)]: layers(2) });
  expect(line.givenUp).toEqual([]);
  back.close();
  await vi.advanceTimersByTimeAsync(31_000);
  expect(line.givenUp).toEqual([idOf(0)]);
});

test('a picture that moves from one place to another never stops', async () => {
  const [place] = await show(1, 1_000);
  place?.close();
  reception.open(idOf(0)).show(1_000);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(line.told).toEqual([]);
});

test('on a new line everything that is shown is asked for anew', async () => {
  await show(3, 1_000);
  const next = new FakeLine();
  reception.use(next);
  await vi.advanceTimersByTimeAsync(150);
  expect(next.asked).toEqual([[idOf(0), idOf(1), idOf(2)]]);
  expect(Object.keys(next.told[0] ?? {})).toHaveLength(3);
});

test('back on the same line everything is told again: the last word may be lost', async () => {
  await show(2, 1_000);
  reception.use(line);
  expect(line.told).toHaveLength(1);
});

test('a picture that is gone is not asked for without end', async () => {
  line.gone.add(idOf(1));
  reception.open(idOf(1)).show(1_000);
  await vi.advanceTimersByTimeAsync(5_000);
  expect(line.asked.length).toBeLessThanOrEqual(2);
});

test('what the server refuses for now is told again when it says', async () => {
  const [place] = await show(1, 1_000);
  line.refusal = new RequestError('rate_limited', 'That was too often.', 2_000);
  place?.show(300);
  await vi.advanceTimersByTimeAsync(150);
  line.refusal = null;
  await vi.advanceTimersByTimeAsync(1_900);
  expect(line.told).toEqual([]);
  await vi.advanceTimersByTimeAsync(200);
  expect(line.told).toEqual([{ [idOf(0)]: layers(0) }]);
});

test('a cap reaches what is there already', async () => {
  await show(2, 1_000);
  reception.limit = 'audioOnly';
  await vi.advanceTimersByTimeAsync(150);
  expect(Object.values(line.told[0] ?? {}).map(({ shown }) => shown)).toEqual([false, false]);
  reception.limit = 'low';
  await vi.advanceTimersByTimeAsync(150);
  expect(line.told.at(-1)).toMatchObject({ [idOf(0)]: layers(0, 1) });
});
