import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { ParticipantId } from '../../protocol/ids.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { Client } from './Client.ts';
import { FakeClock } from './FakeClock.ts';
import type { FakeMediaEngine } from './FakeMediaEngine.ts';
import { microphoneParameters } from './rtp.ts';
import { startServer, type TestServer } from './startServer.ts';

/** Somebody in the room. */
interface Seated {
  readonly client: Client;
  readonly id: ParticipantId;
}

/** A server whose time a test winds, with a host in a new room before each test. */
export class StageEvening {
  readonly clock = new FakeClock();
  server!: TestServer<FakeMediaEngine>;
  host!: Client;
  room!: RoomInfo;

  constructor() {
    beforeAll(async () => {
      this.server = await startServer({ clock: this.clock });
    });
    afterAll(() => this.server.close());
    beforeEach(async () => {
      this.host = await this.server.person('Hana');
      this.room = await this.host.openRoom({ lasting: true });
      await this.host.join(this.room.slug, { rtpCapabilities: this.server.media.rtpCapabilities });
    });
  }

  async come(name: string): Promise<Seated> {
    const client = await this.server.person(name);
    const { rtpCapabilities } = this.server.media;
    const { selfId } = await client.join(this.room.slug, { rtpCapabilities });
    return { client, id: selfId };
  }

  /** What another tab of somebody sees. */
  async tabOf({ cookie }: Client) {
    return await (await this.server.client({ cookie })).join(this.room.slug, { companion: true });
  }
}

/** Opens a microphone. */
export async function speak(client: Client) {
  const { id: transportId } = await client.request('media:createSendTransport', {});
  const rtpParameters = microphoneParameters();
  return await client.request('media:produce', { transportId, source: 'microphone', rtpParameters });
}

/** Resolves when somebody's microphone is muted, or opened. */
export function pausedOf(client: Client, id: ParticipantId, paused: boolean) {
  return client.next(
    'media:producerChanged',
    ({ participantId, producer }) => participantId === id && producer.paused === paused,
  );
}
