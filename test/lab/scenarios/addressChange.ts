import { countComings, countNewSeats, soundBack } from '../company.ts';
import { type Pair, withPairs } from './pairs.ts';
import { ms, never, type Sample, type Scenario } from './Scenario.ts';

// What a phone takes from Wi-Fi to mobile; also, it tells the old sound from the new.
const pauseMs = 1_000;

/** Somebody goes from one network to another. */
export const addressChange: Scenario = {
  name: 'address-change',
  what: 'the address goes, and a second later there is another one',
  figures: {
    back: ms('sound both ways after the new address is there', 3_000),
    comings: never('the other saw somebody leave or join'),
    seats: never('another seat than before'),
  },
  runs: 20,
  run: (lab, runs) => withPairs(lab, runs, change),
};

async function change({ link, ...pair }: Pair): Promise<Sample> {
  const brokenAt = Date.now();
  await link.changeAddress(pauseMs);
  const back = await soundBack(pair, { brokenAt, mendedAt: Date.now() });
  return { back, comings: countComings([pair.stays], brokenAt), seats: countNewSeats([pair.cut]) };
}
