import { Device, type types } from 'mediasoup-client';
import * as fakeParameters from 'mediasoup-client/fakeParameters';
import { FakeHandler } from 'mediasoup-client/handlers/FakeHandler';
import { LocalMedia } from '../../../client/session/LocalMedia.svelte.ts';
import { RoomSession } from '../../../client/session/RoomSession.svelte.ts';
import { SignalingClient } from '../../../client/session/SignalingClient.ts';
import type { RoomSlug, UserId } from '../../../protocol/ids.ts';
import { fewCapabilities } from '../../support/rtp.ts';
import { FakeTrack } from './fakeMedia.ts';
import { Wire } from './Wire.ts';

/** Devices that are given at once. */
class ReadyMedia extends LocalMedia {
  override async openMicrophone(): Promise<MediaStreamTrack> {
    return new FakeTrack('audio') as MediaStreamTrack;
  }
}

const browser = FakeHandler.createFactory(fakeParameters);

async function openDevice(): Promise<Device> {
  const device = new Device({
    handlerFactory: {
      ...browser,
      factory(options) {
        const handler = browser.factory(options);
        const send = handler.send.bind(handler);
        // mediasoup-client's own names tracks by words that are longer than a browser's, and than RTP has room for.
        handler.send = async (track) => {
          const sent = await send(track);
          return { ...sent, rtpParameters: { ...sent.rtpParameters, mid: sent.localId } };
        };
        return handler;
      },
    },
  });
  await device.load({ routerRtpCapabilities: fewCapabilities as types.RtpCapabilities });
  return device;
}

/** Our client as in a tab of a browser, with nothing faked but what the browser itself would do. */
export class Tab {
  readonly session: RoomSession;
  readonly signaling: SignalingClient;
  readonly wire: Wire;

  private constructor(wire: Wire, slug: RoomSlug, userId: UserId) {
    this.wire = wire;
    this.signaling = new SignalingClient(wire.url);
    const device = openDevice();
    this.session = new RoomSession(slug, {
      signaling: this.signaling,
      local: new ReadyMedia(),
      userId,
      device: () => device,
    });
  }

  /** Opens the page of a room, and steps in. */
  static async open(
    port: () => number,
    who: { cookie: string; userId: UserId },
    slug: RoomSlug,
  ): Promise<Tab> {
    const tab = new Tab(await Wire.open(port, who.cookie), slug, who.userId);
    const { signaling, session } = tab;
    await new Promise<void>((resolve) => {
      const stop = signaling.onConnection((connected) => {
        if (!connected) return;
        stop();
        resolve();
      });
      signaling.connect();
    });
    await session.join();
    return tab;
  }

  close(): void {
    this.session.leave();
    this.signaling.close();
    this.wire.close();
  }
}
