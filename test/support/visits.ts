import type { RoomSlug } from '../../protocol/ids.ts';
import type { Client } from './Client.ts';
import { cameraParameters, dtlsParameters, microphoneParameters } from './rtp.ts';

/** How somebody goes: with a goodbye, killed, or killed before the own transports were ever connected. */
export type Ending = 'leaves' | 'is lost' | 'goes half-way';

/** Somebody comes, sends, hears the others, and is gone again in one of the ways people go. */
export async function visit(guest: Client, slug: RoomSlug, ending: Ending): Promise<void> {
  const [welcome] = await guest.count('server:welcome', 1);
  if (!welcome) throw new Error('The server did not say hello.');
  const { media } = await guest.join(slug, { rtpCapabilities: welcome.rtpCapabilities });
  const transportId = media?.receiveTransport?.id ?? ('' as never);
  const sending = guest.request('media:createSendTransport', {});
  if (ending === 'goes half-way') {
    sending.catch(() => {});
    await guest.drop();
    return;
  }
  await guest.request('media:connectTransport', { transportId, dtlsParameters: dtlsParameters() });
  const { id } = await sending;
  for (const [source, rtpParameters] of [
    ['microphone', microphoneParameters()],
    ['camera', cameraParameters()],
  ] as const) {
    await guest.request('media:produce', { transportId: id, source, rtpParameters });
  }
  const producerIds = guest.all('media:producerAdded').map(({ producer }) => producer.id);
  const { consumers } = await guest.request('media:consume', { producerIds });
  const preferences = consumers.map(({ id: consumerId }) => ({ consumerId, shown: true }));
  // Whom these belong to may have left by now.
  if (preferences.length > 0) await guest.answer('media:setPreferences', { preferences });
  if (ending === 'is lost') return await guest.drop();
  await guest.request('room:leave', {});
  guest.close();
}
