import { afterAll, beforeAll, expect, test } from 'vitest';
import { Generator } from '../../bench/clients/Generator.ts';
import { ask, OurDoor } from '../../bench/clients/OurDoor.ts';
import { voice } from '../../bench/clients/rtp.ts';
import { Stage } from '../../bench/clients/Stage.ts';
import { cpuTimeOf } from '../../bench/cpu.ts';
import type { MediasoupEngine } from '../../server/media/MediasoupEngine.ts';
import { eventually } from '../support/e2e/eventually.ts';
import { generatorOrNull } from '../support/generatorOrNull.ts';
import { startWholeServer, type TestServer } from '../support/startServer.ts';

const speakers = 5;
const listeners = 500;
// As many at once as makes the machine busy, and no backlog.
const comingAtOnce = 8;
const packetsOfEach = 20;

/** The program that is all their browsers. */
const program = await generatorOrNull('R19');

let server: TestServer<MediasoupEngine>;
let generator: Generator;
let door: OurDoor;

beforeAll(async () => {
  if (program === null) return;
  server = await startWholeServer({ env: { ROOM_CAPACITY: '1000' } });
  generator = await Generator.start(program);
  const { url, close } = server;
  door = await OurDoor.openStage({ url, close, cpuTime: () => cpuTimeOf(process.pid) });
});
afterAll(async () => {
  if (program === null) return;
  generator.close();
  await door.close();
});

test.skipIf(program === null)(
  'R19: five hundred listeners hear each of five speakers of one host on one server, send nothing, and raise hands in order',
  { timeout: 120_000 },
  async () => {
    const played = new Stage(door, generator);
    for (let n = 0; n < speakers; n++) await played.addSpeaker(voice);
    await door.prepare(listeners);
    played.talk(1);
    let left = listeners;
    const come = async () => {
      // Each comes in with real ICE, DTLS and SRTP, and is there when they hear the first packet.
      while (left-- > 0) await played.addListener();
    };
    await Promise.all(Array.from({ length: comingAtOnce }, come));
    played.hush();

    const now = async () => await generator.stats({ reset: false });
    const silence = async () => {
      let before = -1;
      await eventually(async () => {
        const { received } = await now();
        const still = received === before;
        before = received;
        return still;
      }).toBe(true);
    };
    const { producers, consumers } = await server.media.count();
    expect([producers, consumers]).toEqual([speakers, speakers * listeners]);
    for (let one = 0; one < speakers; one++) {
      await silence();
      await generator.stats({ reset: true });
      played.talk(1, one);
      await eventually(async () => (await now()).sent).toBeGreaterThan(packetsOfEach);
      played.hush();
      await silence();
      // A busy machine drops some packets on the way; of all that one says it drops at nobody.
      await eventually(now).toMatchObject({ hearing: listeners, rejected: 0 });
    }

    const listener = door.listeners[0] as (typeof door.listeners)[0];
    await expect(ask(listener, 'media:createSendTransport', {})).rejects.toThrow(/off_stage|forbidden/);
    const seen: string[] = [];
    door.host.on('room:participantChanged', ({ id, handRaisedAt }) => {
      if (handRaisedAt !== null && !seen.includes(id)) seen.push(id);
    });
    const raising = [...door.listeners].reverse().slice(0, 50);
    for (const socket of raising) await ask(socket, 'participant:setHand', { raised: true });
    await eventually(() => Promise.resolve(seen.length)).toBe(raising.length);
    const snapshot = await (await server.person('Late')).join(door.slug);
    const hands = snapshot.participants
      .filter(({ handRaisedAt }) => handRaisedAt !== null)
      .sort((a, b) => (a.handRaisedAt ?? 0) - (b.handRaisedAt ?? 0));
    expect(hands.map(({ id }) => id)).toEqual(seen);
    const inSight = snapshot.participants.filter(({ counted }) => !counted);
    expect(inSight.length + (snapshot.crowd?.count ?? 0)).toBe(1 + speakers + listeners + 1);
  },
);
