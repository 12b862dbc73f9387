// Somebody who writes, in a process of their own on a host of the lab: keeps at each line until it is acknowledged.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer } from '../../../protocol/errors.ts';
import { ClientMessageId, RoomSlug, type SeatToken } from '../../../protocol/ids.ts';
import type { RequestOutput } from '../../../protocol/index.ts';
import { Client } from '../../support/Client.ts';
import { Log } from './Log.ts';
import type { Order, Report, Writing } from './words.ts';

// Shorter than a cut: an answer that got lost is asked for again over another socket.
const patienceMs = 1_000;
const pauseMs = 150;

const { url, name, slug: given } = JSON.parse(process.argv[2] ?? '') as Writing;
const tell = (report: Report) => process.send?.(report);

let client = await Client.connect(url);
const { cookie } = client;
await client.callMe(name);
const slug = RoomSlug.parse(given ?? (await client.openRoom({ lasting: true })).slug);
let seatToken: SeatToken | null = null;
const log = new Log(() => client);
await enter(client);
tell({ inside: slug });

async function enter(next: Client): Promise<void> {
  // From now on, so that it is closed if it does not get in.
  client = next;
  next.socket.on('chat:message', (message) => log.receive(message));
  const snapshot = await hurried(next.join(slug, seatToken ? { seatToken } : {}));
  ({ seatToken } = snapshot);
  await hurried(log.catchUp());
}

/** Resolves when there is a socket that is in the room. */
let returning: Promise<void> | null = null;
function comeBack(): Promise<void> {
  returning ??= (async () => {
    for (;;) {
      client.close();
      try {
        return await enter(await connect());
      } catch {
        await sleep(pauseMs + Math.random() * pauseMs);
      }
    }
  })().finally(() => {
    returning = null;
  });
  return returning;
}

/** One that comes too late is closed: an address may have only so many. */
async function connect(): Promise<Client> {
  const coming = Client.connect(url, { cookie });
  try {
    return await hurried(coming);
  } catch (error) {
    coming.then(
      (late) => late.close(),
      () => {},
    );
    throw error;
  }
}

async function say(text: string): Promise<void> {
  const clientMessageId = ClientMessageId.parse(randomUUID());
  for (;;) {
    try {
      const answer: Answer<RequestOutput<'chat:send'>> = await client.socket
        .timeout(patienceMs)
        .emitWithAck('chat:send', { clientMessageId, text });
      if (answer.ok) {
        tell({ acknowledged: { seq: answer.data.seq, id: clientMessageId } });
        return;
      }
      await sleep(pauseMs);
      if (answer.error.code !== 'not_joined') continue;
    } catch {
      // Not acknowledged is not known: it may be stored or not.
    }
    await comeBack();
  }
}

let enough = false;
async function write(count: number, everyMs: number): Promise<void> {
  for (let index = 0; index < count && !enough; index++) {
    const next = performance.now() + everyMs;
    await say(`${name}, line ${index}`);
    await sleep(Math.max(0, next - performance.now()));
  }
  tell({ written: true });
}

async function tellShown(): Promise<void> {
  for (;;) {
    try {
      await hurried(log.catchUp());
      return void tell({ shown: log.lines });
    } catch {
      await comeBack();
    }
  }
}

async function hurried<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => {});
  const late = sleep(patienceMs).then(() => Promise.reject(new Error('too late')));
  return await Promise.race([promise, late]);
}

process.on('message', (order: Order) => {
  if ('write' in order) void write(order.write, order.everyMs);
  else if ('enough' in order) enough = true;
  else void tellShown();
});
process.once('disconnect', () => process.exit(0));
