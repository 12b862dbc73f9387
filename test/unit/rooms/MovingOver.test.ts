import { expect, test } from 'vitest';
import { RoomId } from '../../../protocol/ids.ts';
import { MovingOver } from '../../../server/rooms/MovingOver.ts';
import { Participant } from '../../../server/rooms/Participant.ts';
import { aGuest } from '../../contract/storeSamples.ts';
import { FakeMediaEngine } from '../../support/FakeMediaEngine.ts';
import { allCapabilities } from '../../support/rtp.ts';

test('whoever moves on before the first move is over keeps what they had last until the second one is', async () => {
  const media = new FakeMediaEngine();
  const room = await media.createRoom(RoomId.parse(crypto.randomUUID()));
  const ann = Participant.arrive(aGuest(), 'visitor', 'visitor');
  const begin = () => room.createPeer(ann.id, allCapabilities);
  const [first, second, third] = [begin(), begin(), begin()];
  const ended: string[] = [];
  ann.peer = first;
  const once = new MovingOver([ann], () => ended.push('once'));
  expect(ann.former).toBe(first);
  ann.peer = second;
  const again = new MovingOver([ann], () => ended.push('again'));
  ann.peer = third;
  expect([...room.peers]).toEqual([second, third]);
  once.end();
  expect([...room.peers]).toEqual([second, third]);
  again.end();
  expect([...room.peers]).toEqual([third]);
  expect(ended).toEqual(['once', 'again']);
});
