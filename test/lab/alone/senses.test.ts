import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { seat } from '../company.ts';
import { gaps, longestGap } from '../hearing.ts';
import { Lab } from '../Lab.ts';

test.skipIf(Lab.impediment() !== null)(
  'a page tells to the moment when another one is not heard, and when its picture stands still',
  async () => {
    const lab = await Lab.open();
    try {
      const server = await lab.host('server');
      const [near, far] = [await lab.host('near'), await lab.host('far')];
      const link = await lab.link(far, server, { delayMs: 20 });
      await lab.link(near, server, { delayMs: 20 });
      await lab.serve(server);
      const [ann, bo] = [await lab.visit(near, 'Ann'), await lab.visit(far, 'Bo')];
      await seat([ann, bo]);
      await bo.openCamera();
      await ann.watch();
      await expect.poll(async () => (await ann.seen(bo)).length, { timeout: 15_000 }).toBeGreaterThan(0);
      await sleep(2_000);

      const cutAt = Date.now();
      await link.cut('udp');
      await sleep(1_500);
      await link.heal();
      await sleep(3_000);

      const { spans, until } = await ann.hearing(cutAt);
      const silence = longestGap(spans[bo.tone] ?? [], cutAt, until);
      expect(silence).toBeGreaterThan(1_000);
      expect(silence).toBeLessThan(2_500);
      // Their own voice is not among what comes out of the loudspeaker.
      expect(spans[ann.tone]).toEqual([]);
      const seen = await ann.seen(bo);
      const [[stood, moved] = [0, 0]] = gaps(seen, cutAt, seen.at(-1)?.[1] ?? 0, 500);
      expect(stood - cutAt).toBeLessThan(1_000);
      expect(moved - stood).toBeGreaterThan(1_000);
      expect(moved - stood).toBeLessThan(4_000);
      expect(await bo.seen(ann)).toEqual([]);
    } finally {
      await lab.close();
    }
  },
  120_000,
);
