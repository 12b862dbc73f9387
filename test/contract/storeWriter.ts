// Adds messages, to the room that is named or to one of its own, until it is killed, and says after each acknowledgement up to which number they are kept.
import { writeSync } from 'node:fs';
import { RoomId } from '../../protocol/ids.ts';
import { SqlStore } from '../../server/store/SqlStore.ts';
import { aDraft, aRoom } from './storeSamples.ts';

const [file = '', given] = process.argv.slice(2);
const store = await SqlStore.open(file);
const room = aRoom();
if (given === undefined) await store.rooms.add(room);
const roomId = given === undefined ? room.id : RoomId.parse(given);

async function write(): Promise<never> {
  for (;;) {
    const { message } = await store.messages.add(aDraft(roomId));
    writeSync(1, `${message.seq}\n`);
  }
}
await Promise.all(Array.from({ length: 20 }, write));
