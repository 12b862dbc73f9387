import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Company,
  countComings,
  countNewSeats,
  longestSilence,
  soundBack,
  takeSeats,
} from '../company.ts';
import type { Traffic } from '../Link.ts';
import { type Pair, withPairs } from './pairs.ts';
import { ms, never, type Sample, type Scenario } from './Scenario.ts';

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
