// Wants to be the desk, and writes lines as long as it is, until it is killed. Says what becomes of it.

import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { RoomId } from '../../protocol/ids.ts';
import { DeskLease } from '../../server/cluster/DeskLease.ts';
import { Redis } from '../../server/cluster/Redis.ts';
import { createLogger } from '../../server/log.ts';
import { Fence } from '../../server/store/Fence.ts';
import { SqlStore } from '../../server/store/SqlStore.ts';
import { aDraft } from './storeSamples.ts';

const [name = '', redisAddress = '', database = '', room] = process.argv.slice(2);
const roomId = RoomId.parse(room);
const log = createLogger('silent');
const say = (word: string) => writeSync(1, `${word}\n`);

const redis = new Redis(redisAddress, log);
await once(redis, 'found');
for (;;) {
  const lease = new DeskLease(redis, { node: name, host: '127.0.0.1', port: 7000 }, log);
  const over = Promise.withResolvers<string>();
  lease.once('lost', () => over.resolve('lease'));
  const gained = once(lease, 'gained');
  lease.wait();
  await gained;
  const fence = new Fence({ lost: () => over.resolve('fence') });
  const store = await SqlStore.open(database, fence);
  let ended: string | undefined;
  void over.promise.then((why) => {
    ended = why;
  });
  say(`desk ${fence.number}`);
  while (ended === undefined) {
    // A lease that is lost meanwhile stops it too, but must not have to: the fence alone keeps it from writing.
    await store.messages.add(aDraft(roomId, { text: `${name} ${fence.number}` })).catch(() => {});
  }
  say(`over ${ended}`);
  await lease.close();
  await store.close();
}
