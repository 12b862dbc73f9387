// The host of a room who asks for everything in every form, in a process of their own on a host of the lab.
import { setPriority } from 'node:os';
import fc from 'fast-check';
import type { Answer } from '../../../protocol/errors.ts';
import { Refusal } from '../../../protocol/errors.ts';
import { type RequestName, requests } from '../../../protocol/index.ts';
import { brokenIn, nasty, validFor } from '../../support/arbitraries.ts';
import { Client } from '../../support/Client.ts';
import { microphoneParameters } from '../../support/rtp.ts';
import type { Order, Outcome } from './words.ts';

const atOnce = 8;
const names = Object.keys(requests) as RequestName[];
const url = process.argv[2] ?? '';
const known: Record<string, unknown[]> = {
  slug: [],
  participantId: [],
  transportId: [],
  producerId: [],
  consumerId: [],
  seatToken: [],
};
const inputs = Object.fromEntries(
  names.map((name) => {
    const valid = validFor(requests[name].input, known);
    return [name, fc.oneof(valid, brokenIn(valid), nasty)];
  }),
);

// Making inputs takes more time than refusing them, and must not take it from those who talk.
setPriority(19);
let client = await Client.connect(url);
const { slug } = await client.openRoom({ lasting: true });
known.slug = [slug];
await settle();
process.send?.('ready');

/** Comes in with everything that can be had there, so that half of the ids it asks with exist. */
async function settle(): Promise<void> {
  const [welcome] = await client.count('server:welcome', 1);
  if (!welcome) return;
  const seat = await client.join(slug, { rtpCapabilities: welcome.rtpCapabilities });
  const { id: transportId } = await client.request('media:createSendTransport', {});
  const rtpParameters = microphoneParameters();
  const track = { transportId, source: 'microphone', rtpParameters, paused: true } as const;
  const own = await client.request('media:produce', track);
  known.seatToken = [seat.seatToken];
  known.participantId = seat.participants.map(({ id }) => id);
  known.transportId = [transportId, seat.media?.receiveTransport?.id];
  known.producerId = [own.id, ...seat.participants.flatMap(({ producers }) => producers.map(({ id }) => id))];
  known.consumerId = seat.media?.consumers.map(({ id }) => id) ?? [];
}

/** Whether an answer is one of the protocol's, and admits no bug. */
function isTyped(answer: Answer<unknown>): boolean {
  if (answer.ok === true) return 'data' in answer;
  const refusal = Refusal.strict().safeParse(answer.error);
  return refusal.success && refusal.data.code !== 'internal';
}

async function fuzz(end: number, outcome: { -readonly [Key in keyof Outcome]: Outcome[Key] }): Promise<void> {
  while (performance.now() < end) {
    const name = names[Math.floor(Math.random() * names.length)] ?? 'server:ping';
    const [input] = fc.sample(inputs[name] ?? nasty, 1);
    const asker = client;
    outcome.asked++;
    try {
      const answer = await asker.answer(name, input);
      if (!isTyped(answer)) outcome.untyped++;
      if (answer.ok && name === 'room:leave') await comeBack();
    } catch {
      // What is larger than a frame may be closes the line, which is an answer too.
      if (asker.socket.connected) outcome.unanswered++;
      else if (asker === client) await comeBack();
    }
  }
}

let returning: Promise<void> | undefined;
function comeBack(): Promise<void> {
  returning ??= (async () => {
    client.close();
    client = await Client.connect(url, { cookie: client.cookie });
    await settle();
  })().finally(() => {
    returning = undefined;
  });
  return returning;
}

process.on('message', async ({ fuzzMs }: Order) => {
  const outcome = { asked: 0, unanswered: 0, untyped: 0 };
  // It left by one of its own requests, or was put out.
  await settle().catch(comeBack);
  await Promise.all(Array.from({ length: atOnce }, () => fuzz(performance.now() + fuzzMs, outcome)));
  process.send?.(outcome);
});
process.once('disconnect', () => process.exit(0));
