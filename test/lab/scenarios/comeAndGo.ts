import { join } from 'node:path';
import type { RoomSlug } from '../../../protocol/ids.ts';
import { Client } from '../../support/Client.ts';
import { type Ending, visit } from '../../support/visits.ts';
import { House } from '../house/House.ts';
import type { Holdings } from '../house/words.ts';
import type { Lab } from '../Lab.ts';
import { atMost, delicate, never, type Sample, type Scenario } from './Scenario.ts';

// Twenty runs make two thousand.
const peopleInOneRun = 100;
// Before that the server still learns: code is compiled, caches are filled.
const peopleBefore = 300;
const atOnce = 10;
const restMs = 30_000;
// Three of ten are killed, one before its transports were connected.
const endings: readonly Ending[] = [
  ...Array.from({ length: 6 }, (): Ending => 'leaves'),
  ...Array.from({ length: 3 }, (): Ending => 'is lost'),
  'goes half-way',
];

/** People come and go, not all of them with a goodbye. */
export const comeAndGo: Scenario = {
  name: 'come-and-go',
  what: '100 people a run join and go, 30 % killed, 10 % half-made',
  figures: {
    descriptors: never('a descriptor more or less than before'),
    timers: never('a timer more or less than before'),
    sockets: never('a socket more or less than before'),
    media: never('an object of the worker more or less than before'),
    memory: delicate(atMost('resident memory more than before', 10, '%')),
  },
  runs: 20,
  run,
};

async function run(lab: Lab, runs: number): Promise<Sample[]> {
  const house = await House.open(join(lab.folder, 'house'));
  try {
    const host = await Client.connect(house.url);
    const { slug } = await host.openRoom({ lasting: true });
    host.close();
    await visits(house, slug, peopleBefore);
    const before = await house.holdings(restMs);
    const samples: Sample[] = [];
    for (let run = 0; run < runs; run++) {
      await visits(house, slug, peopleInOneRun);
      samples.push(compare(before, await house.holdings(restMs)));
    }
    return samples;
  } finally {
    await house.close();
  }
}

async function visits({ url }: House, slug: RoomSlug, count: number): Promise<void> {
  for (let done = 0; done < count; done += atOnce) {
    await Promise.all(
      endings.slice(0, atOnce).map(async (ending) => visit(await Client.connect(url), slug, ending)),
    );
  }
}

function compare(before: Holdings, after: Holdings): Sample {
  const objects = ({ media }: Holdings) =>
    media.routers + media.transports + media.producers + media.consumers + media.workers;
  const differ = (of: (holdings: Holdings) => number) => Math.abs(of(after) - of(before));
  return {
    descriptors: differ(({ descriptors }) => descriptors),
    timers: differ(({ timers }) => timers),
    sockets: differ(({ sockets }) => sockets),
    media: differ(objects),
    memory: (100 * (after.memory - before.memory)) / before.memory,
  };
}
