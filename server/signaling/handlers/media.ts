import { AppError } from '../../errors.ts';
import type { Ties } from '../../people/Ties.ts';
import { consumeFor } from '../apart.ts';
import type { Handlers } from '../bindRequests.ts';
import { joinMedia } from '../joinMedia.ts';
import type { Session } from '../Session.ts';

type MediaHandlers = {
  [Name in keyof Handlers as Name extends `media:${string}` ? Name : never]: Handlers[Name];
};

/** What is heard and seen. Policy ends here: below, media does what it is told. */
export function mediaHandlers(ties: Ties): MediaHandlers {
  const peerOf = (session: Session) => session.requireSeat().participant.requirePeer();
  return {
    async 'media:renew'(session, { sends }) {
      const { room, participant } = session.requireSeat();
      room.tracks.renew(participant);
      return await joinMedia(room, participant, sends, ties);
    },

    async 'media:createSendTransport'(session) {
      const { room, participant } = session.requireSeat();
      const refusal = room.floor.refusal(participant, 'microphone');
      if (refusal && room.floor.refusal(participant, 'camera')) throw refusal;
      return await peerOf(session).createTransport('send');
    },

    async 'media:connectTransport'(session, { transportId, dtlsParameters }) {
      await peerOf(session).connectTransport(transportId, dtlsParameters);
      return null;
    },

    async 'media:restartIce'(session, { transportId }) {
      return await peerOf(session).restartIce(transportId);
    },

    async 'media:produce'(session, options) {
      const { room, participant } = session.requireSeat();
      const { id, paused } = await room.tracks.produce(participant, options);
      // The line was lost while the worker worked: whoever came back over another one knows nothing of it.
      if (session.seat?.participant !== participant) {
        participant.peer?.closeProducer(id);
        throw new AppError('gone', 'The session ended.');
      }
      return { id, paused };
    },

    async 'media:setPaused'(session, { producerId, paused }) {
      const { room, participant } = session.requireSeat();
      await room.tracks.setPaused(participant, producerId, paused);
      return null;
    },

    async 'media:closeProducer'(session, { producerId }) {
      peerOf(session).closeProducer(producerId);
      return null;
    },

    async 'media:consume'(session, { producerIds }) {
      const { room, participant } = session.requireSeat();
      const receiveTransport = await peerOf(session).ensureReceive();
      return { receiveTransport, consumers: await consumeFor(room, ties, participant, producerIds) };
    },

    async 'media:setPreferences'(session, { preferences }) {
      await peerOf(session).setPreferences(preferences);
      return null;
    },

    async 'media:cannotShow'(session, { codec }) {
      const { room, participant } = session.requireSeat();
      room.cannotShow(participant, codec);
      return null;
    },

    async 'media:closeConsumers'(session, { consumerIds }) {
      peerOf(session).closeConsumers(consumerIds);
      return null;
    },
  };
}
