import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab } from '../Lab.ts';
import type { Person } from '../Person.ts';
import { type Pair, withPairs } from './pairs.ts';
import { atMost, delicate, type Figure, type Sample, type Scenario } from './Scenario.ts';

// Until the listener's buffer has grown to what the link takes.
const settleMs = 3_000;
const listenMs = 20_000;
const brieflyMs = 5_000;
/** How much of the sound may be invented at so much loss, in percent. */
const limits = [
  [5, 1],
  [10, 2],
  [30, 10],
] as const;

interface Heard {
  readonly samples: number;
  readonly concealed: number;
}

/** How much sound was played so far, and how much of that the browser had to invent. */
async function heardBy(person: Person): Promise<Heard> {
  const inbound = (await person.stats('inbound-rtp')).filter(({ kind }) => kind === 'audio');
  const sum = (name: string) => inbound.reduce((total, track) => total + Number(track[name] ?? 0), 0);
  return { samples: sum('totalSamplesReceived'), concealed: sum('concealedSamples') };
}

/** In percent. */
const share = (before: Heard, after: Heard) =>
  (100 * (after.concealed - before.concealed)) / (after.samples - before.samples);

async function lose({ cut, stays, link }: Pair, lab: Lab): Promise<Sample> {
  const shares: Record<string, number> = {};
  for (const [lossPercent] of limits) {
    await link.set({ lossPercent });
    await sleep(settleMs);
    const [up, down] = [await heardBy(stays), await heardBy(cut)];
    await sleep(lab.brief ? brieflyMs : listenMs);
    shares[`up${lossPercent}`] = share(up, await heardBy(stays));
    shares[`down${lossPercent}`] = share(down, await heardBy(cut));
  }
  await link.set({ lossPercent: 0 });
  return shares;
}

const figures = limits.flatMap(([percent, limit]): [string, Figure][] => [
  [`up${percent}`, atMost(`concealed of whoever sends, at ${percent} % lost`, limit, '%')],
  [`down${percent}`, atMost(`concealed for whoever listens, at ${percent} % lost`, limit, '%')],
]);

/** A link of 40 ms there and back that loses packets both ways. */
export const loss: Scenario = {
  name: 'loss',
  what: 'packets lost both ways, 40 ms there and back',
  // On a busy machine sound also breaks off because nobody had time to play it.
  figures: Object.fromEntries(figures.map(([name, figure]) => [name, delicate(figure)])),
  runs: 20,
  run: (lab, runs) => withPairs(lab, runs, (pair) => lose(pair, lab)),
};
