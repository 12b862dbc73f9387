import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Company,
  countComings,
  countNewSeats,
  countSilences,
  longestSilence,
  soundBack,
  takeSeats,
} from '../company.ts';
import type { Traffic } from '../Link.ts';
import { type Pair, withPairs } from './pairs.ts';
import { delicate, ms, never, type Sample, type Scenario } from './Scenario.ts';

const bannerMs = 3_000;

async function cut({ link, ...pair }: Pair, traffic: Traffic, seconds: number): Promise<Sample> {
  await link.cut(traffic);
  const brokenAt = Date.now();
  const banner = pair.cut.seesTheLineDropped().then(
    (at) => at - brokenAt,
    () => Number.POSITIVE_INFINITY,
  );
  await sleep(seconds * 1000);
  await link.heal();
  const mendedAt = Date.now();
  const back = await soundBack(pair, { brokenAt, mendedAt });
  return {
    back,
    comings: countComings([pair.stays], brokenAt),
    seats: countNewSeats([pair.cut]),
    ...(seconds * 1000 > bannerMs && { banner: await toldAfter(pair, brokenAt, banner) }),
  };
}

/** Where sound found another way before people have to be told, by TCP for instance, there is nothing to tell. */
async function toldAfter(pair: Company, brokenAt: number, banner: Promise<number>): Promise<number> {
  return (await longestSilence(pair, brokenAt)) < bannerMs ? 0 : await within(banner);
}

/** The next cut of UDP has to find sound on UDP again. */
async function cutUdp(pair: Pair, seconds: number): Promise<Sample> {
  const sample = await cut(pair, 'udp', seconds);
  if (await pair.cut.usesTcp()) await takeSeats(pair);
  return sample;
}

/** Sound is back: a banner that has not come by now never will. */
async function within(banner: Promise<number>): Promise<number> {
  return await Promise.race([banner, sleep(100, Number.POSITIVE_INFINITY)]);
}

const figures = (backMs: number, seconds: number) => ({
  back: ms('sound both ways after packets flow again', backMs),
  ...(seconds * 1000 > bannerMs && {
    banner: ms('the page says so after the cut, unless sound is back by then', bannerMs),
  }),
  comings: never('the other saw somebody leave or join'),
  seats: never('another seat than before'),
});

/** Media is cut for a few seconds, signalling is not. */
export const udpCuts = [2, 5, 8].map(
  (seconds): Scenario => ({
    name: `udp-cut-${seconds}`,
    what: `UDP cut for ${seconds} s`,
    figures: figures(500, seconds),
    runs: 20,
    run: (lab, runs) => withPairs(lab, runs, (pair) => cutUdp(pair, seconds)),
  }),
);

// The first attempt is made after a quarter of a minute over TCP; a second is one too many.
const againMs = 25_000;

/** UDP is cut until media goes over TCP; then it is there again. */
async function findUdp(pair: Pair): Promise<Sample> {
  await pair.link.cut('udp');
  const brokenAt = Date.now();
  while (!(await pair.cut.usesTcp())) {
    if (Date.now() - brokenAt > againMs) throw new Error('Media did not go over to TCP.');
    await sleep(500);
  }
  await pair.link.heal();
  const mendedAt = Date.now();
  await soundBack(pair, { brokenAt, mendedAt });
  const calmAt = Date.now();
  while ((await pair.cut.usesTcp()) && Date.now() - mendedAt < 2 * againMs) await sleep(500);
  const again = (await pair.cut.usesTcp()) ? Number.POSITIVE_INFINITY : Date.now() - mendedAt;
  await sleep(1_000);
  return { again, silences: await countSilences(pair, calmAt) };
}

/** Media that went over to TCP is not left there. */
export const udpAgain: Scenario = {
  name: 'udp-again',
  what: 'UDP comes again while media goes over TCP',
  figures: {
    again: ms('media goes over UDP again', againMs),
    silences: delicate(never('a silence of 100 ms or more on the way back to it')),
  },
  runs: 20,
  run: (lab, runs) => withPairs(lab, runs, findUdp),
};

/** Everything is cut, as in a tunnel. */
export const fullCuts = [20, 45].map(
  (seconds): Scenario => ({
    name: `cut-${seconds}`,
    what: `everything cut for ${seconds} s`,
    figures: figures(2_000, seconds),
    runs: 20,
    run: (lab, runs) => withPairs(lab, runs, (pair) => cut(pair, 'all', seconds)),
  }),
);
