// Adds messages until it is killed, and says after each acknowledgement up to which number they are kept.
import { writeSync } from 'node:fs';
import { SqlStore } from '../../server/store/SqlStore.ts';
import { aDraft, aRoom } from './storeSamples.ts';

const [file = ''] = process.argv.slice(2);
const store = await SqlStore.open(file);
const room = aRoom();
await store.rooms.add(room);

async function write(): Promise<never> {
  for (;;) {
    const { message } = await store.messages.add(aDraft(room.id));
    writeSync(1, `${message.seq}\n`);
  }
}
await Promise.all(Array.from({ length: 20 }, write));
