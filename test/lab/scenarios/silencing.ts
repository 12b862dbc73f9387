import { setTimeout as sleep } from 'node:timers/promises';
import { en } from '../../../client/words/en/index.ts';
import { type Company, seat } from '../company.ts';
import type { Lab } from '../Lab.ts';
import { Person } from '../Person.ts';
import { gather } from './crowd.ts';
import { ms, never, type Sample, type Scenario } from './Scenario.ts';

const limitMs = 200;
// Whoever comes back by itself has done so by then, and would be heard.
const listenMs = 4_000;
// What comes later than this is no packet that was under way.
const graceMs = 1_000;

/** A host silences somebody, whatever way they had or find to be heard. */
export const silencing: Scenario = {
  name: 'silencing',
  what: 'a host mutes or removes somebody who talks',
  figures: {
    muted: ms('last sound after the answer to muting', limitMs),
    away: ms('the same while the line of the muted is down, who comes back with the old token', limitMs),
    tab: ms('the same for somebody whose call moved to another tab', limitMs),
    removed: ms('last sound after the answer to removing', limitMs),
    packet: ms('last packet after the answer to any of these', limitMs),
    again: never('somebody was heard again without having opened the microphone'),
  },
  runs: 20,
  run,
};

async function run(lab: Lab, runs: number): Promise<Sample[]> {
  const { companies } = await gather(lab, [2], { workers: 1 });
  const [company] = companies;
  if (!company) throw new Error('Nobody came.');
  const samples: Sample[] = [];
  for (let run = 0; run < runs; run++) {
    samples.push(await silence(run === 0 ? company : await seat(company.people), lab));
  }
  return samples;
}

async function silence({ room, people }: Company, lab: Lab): Promise<Sample> {
  const [host, guest] = people;
  if (!host || !guest) throw new Error('Too few people came.');
  const mute = () => host.request('moderation:mute', { participantId: guest.participantId });

  const muted = await lastSound(host, guest, mute);
  await willBeHeard(host, guest, () => guest.openMicrophone());

  const away = await lastSound(host, guest, async () => {
    await guest.page.evaluate(() => window.sockets.at(-1)?.close());
    await mute();
  });
  await willBeHeard(host, guest, () => guest.openMicrophone());

  const page = await guest.context.newPage();
  const second = new Person(page, lab.url, guest);
  await second.goTo(`/r/${room.slug}`);
  await second.button(en.stepIn).click();
  await second.button(en.moveHere).click();
  await second.microphone.waitFor();
  await willBeHeard(host, guest, () => second.openMicrophone());
  const muteSecond = () => host.request('moderation:mute', { participantId: second.participantId });
  const tab = await lastSound(host, guest, muteSecond);
  await willBeHeard(host, guest, () => second.openMicrophone());

  const remove = { participantId: second.participantId, ban: false };
  const removed = await lastSound(host, guest, () => host.request('moderation:remove', remove));
  await page.close();
  const all = [muted, away, tab, removed];
  return {
    muted: muted.ms,
    away: away.ms,
    tab: tab.ms,
    removed: removed.ms,
    packet: Math.max(...all.map(({ packetMs }) => packetMs)),
    again: all.filter(({ again }) => again).length,
  };
}

interface Silence {
  /** How long after the answer the last sound of before was heard. */
  readonly ms: number;
  /** How long after the answer the last packet of sound arrived: heard is it only after waiting in a buffer. */
  readonly packetMs: number;
  /** Whether there was sound again later. */
  readonly again: boolean;
}

/** Silences somebody, and listens for a while. */
async function lastSound(host: Person, guest: Person, act: () => Promise<unknown>): Promise<Silence> {
  await act();
  const answeredAt = Date.now();
  await sleep(listenMs);
  const { spans } = await host.hearing(answeredAt);
  const inbound = (await host.stats('inbound-rtp')).filter(({ kind }) => kind === 'audio');
  const packets = inbound.map((track) => Number(track.lastPacketReceivedTimestamp ?? 0));
  const heard = spans[guest.tone] ?? [];
  const before = heard.filter(([from]) => from < answeredAt + graceMs);
  return {
    ms: Math.max(0, (before.at(-1)?.[1] ?? 0) - answeredAt),
    packetMs: Math.max(0, ...packets.map((at) => at - answeredAt)),
    again: heard.some(([, to]) => to > answeredAt + graceMs),
  };
}

async function willBeHeard(host: Person, guest: Person, act: () => Promise<unknown>): Promise<void> {
  await act();
  for (const end = Date.now() + 10_000; Date.now() < end; await sleep(100)) {
    const { spans, until } = await host.hearing(Date.now() - 2_000);
    const last = spans[guest.tone]?.at(-1);
    if (last && until - last[1] < 100 && last[1] - last[0] > 500) return;
  }
  throw new Error(`${host.name} does not hear ${guest.name}.`);
}
