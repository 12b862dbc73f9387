import { z } from 'zod';
import { videoCodecs } from './codecs.ts';
import { notification, request } from './define.ts';
import { ConsumerId, ParticipantId, ProducerId, TransportId } from './ids.ts';
import { DtlsParameters, IceParameters, RtpParameters, TransportInfo } from './rtp.ts';
import { sources } from './sources.ts';

const SourceName = z.enum(sources);

/** A codec of pictures. */
export const VideoCodecName = z.enum(videoCodecs);

/** A track somebody sends. */
export const ProducerInfo = z
  .object({ id: ProducerId, source: SourceName, paused: z.boolean() })
  .meta({ id: 'ProducerInfo' });
export type ProducerInfo = z.infer<typeof ProducerInfo>;

/** A track to receive: `rtpParameters` are the consumer's own. */
export const ConsumerInfo = z
  .object({
    id: ConsumerId,
    producerId: ProducerId,
    participantId: ParticipantId,
    source: SourceName,
    rtpParameters: RtpParameters,
  })
  .meta({ id: 'ConsumerInfo' });
export type ConsumerInfo = z.infer<typeof ConsumerInfo>;

/** How a track is to flow to whoever receives it. */
export const ConsumerPreference = z
  .strictObject({
    consumerId: ConsumerId,
    /** False: nothing is sent for now; the track stays ready. */
    shown: z.boolean(),
    /** The largest size to send: 0 small, 1 middle, 2 full. */
    spatialLayer: z.int().min(0).max(2).default(2),
    /** The most pictures a second to send: 0 few, 1 half, 2 all. */
    temporalLayer: z.int().min(0).max(2).default(2),
  })
  .meta({ id: 'ConsumerPreference' });
export type ConsumerPreference = z.infer<typeof ConsumerPreference>;

const nothing = z.null();
const ids = <Id extends z.ZodType>(id: Id) => z.array(id).min(1).max(64);

/** All that is needed to hear at once. */
export const JoinedMedia = z
  .object({
    /** True when transports, producers and consumers of the seat outlived the lost socket. */
    kept: z.boolean(),
    /** Null when media was kept: the browser has its end already. */
    receiveTransport: TransportInfo.nullable(),
    /** Null unless it was said that something is sent: else the first track asks for one. */
    sendTransport: TransportInfo.nullable(),
    /** One for every audio in the room; sound flows as soon as the transport is connected. */
    consumers: z.array(ConsumerInfo),
  })
  .meta({ id: 'JoinedMedia' });
export type JoinedMedia = z.infer<typeof JoinedMedia>;

/** Whether something is sent at once, for which a transport is to come with the answer. */
export const sends = z.boolean().default(false);

export const mediaRequests = {
  'media:renew': request({
    summary: 'Gives up all transports, producers and consumers of the seat and begins anew.',
    input: z.strictObject({ sends }),
    output: JoinedMedia,
    state: 'calling',
    may: 'room:listen',
    rate: 'heavy',
  }),
  'media:createSendTransport': request({
    summary:
      'Makes the transport for what the participant sends; asked for with the first track, not before.',
    input: z.strictObject({}),
    output: TransportInfo,
    state: 'calling',
    may: 'room:speak',
    rate: 'heavy',
  }),
  'media:connectTransport': request({
    summary: 'Gives the fingerprint of the browser, which starts the DTLS handshake.',
    input: z.strictObject({ transportId: TransportId, dtlsParameters: DtlsParameters }),
    output: nothing,
    state: 'calling',
    may: 'room:listen',
    rate: 'media',
  }),
  'media:restartIce': request({
    summary: 'New ICE credentials for a transport whose network path was lost.',
    input: z.strictObject({ transportId: TransportId }),
    output: IceParameters,
    state: 'calling',
    may: 'room:listen',
    rate: 'media',
  }),
  'media:produce': request({
    summary:
      'Starts to send a track. One of each source, beside the one it takes the place of: that flows until it is closed.',
    input: z.strictObject({
      transportId: TransportId,
      source: SourceName,
      rtpParameters: RtpParameters,
      paused: z.boolean().default(false),
      /** An own track of the same source, sent anew in another codec. */
      replaces: ProducerId.optional(),
    }),
    /** Paused although it was not asked for, when a host muted the participant meanwhile. */
    output: ProducerInfo.pick({ id: true, paused: true }),
    state: 'calling',
    may: 'room:speak',
    rate: 'media',
  }),
  'media:setPaused': request({
    summary: 'Mutes or unmutes an own track; muted, the server forwards nothing of it.',
    input: z.strictObject({ producerId: ProducerId, paused: z.boolean() }),
    output: nothing,
    state: 'calling',
    may: 'room:speak',
    rate: 'media',
  }),
  'media:closeProducer': request({
    summary: 'Stops sending a track.',
    input: z.strictObject({ producerId: ProducerId }),
    output: nothing,
    state: 'calling',
    may: 'room:speak',
    rate: 'media',
  }),
  'media:consume': request({
    summary:
      'Asks for tracks of others. Audio flows at once; video waits for media:setPreferences. What is gone already is left out; what is there already is told again.',
    input: z.strictObject({ producerIds: ids(ProducerId) }),
    output: z.object({
      /** A new one when there was none: transports that nobody connects are closed after a while. */
      receiveTransport: TransportInfo.nullable(),
      consumers: z.array(ConsumerInfo),
    }),
    state: 'calling',
    may: 'room:listen',
    rate: 'media',
  }),
  'media:setPreferences': request({
    summary: 'Says which tracks flow, and how large: everything that changed at once.',
    input: z.strictObject({ preferences: ids(ConsumerPreference) }),
    output: nothing,
    state: 'calling',
    may: 'room:listen',
    rate: 'media',
  }),
  'media:cannotShow': request({
    summary:
      'Pictures in a codec arrive and cannot be shown, whatever the capabilities say: it counts as missing from now on.',
    input: z.strictObject({ codec: VideoCodecName.exclude(['VP8']) }),
    output: nothing,
    state: 'calling',
    may: 'room:listen',
    rate: 'light',
  }),
  'media:closeConsumers': request({
    summary: 'Gives tracks up that are no longer wanted.',
    input: z.strictObject({ consumerIds: ids(ConsumerId) }),
    output: nothing,
    state: 'calling',
    may: 'room:listen',
    rate: 'media',
  }),
};

export const mediaNotifications = {
  'media:codecsChanged': notification(
    'The codecs of pictures that everybody here can show. Whoever sends another one sends anew; where there are more than before, nobody need.',
    z.object({ codecs: z.array(VideoCodecName) }),
  ),
  'media:lost': notification(
    'The media of the room is gone and cannot be made anew yet; everybody stays, and chat goes on.',
    z.object({ retryAfterMs: z.int().nonnegative() }),
  ),
  'media:moved': notification(
    'Your media lives elsewhere now, with nothing of before: whoever is told asks media:renew. With withinMs what was before flows for a few seconds beyond that time: ask at some moment of it, and give the old transports up when the same arrives over the new.',
    z.object({ generation: z.int().positive(), withinMs: z.int().nonnegative().optional() }),
  ),
  'media:receptionLost': notification(
    'Your receive transport is gone, and what was consumed over it: media:consume brings another one. What you send goes on.',
    z.object({}),
  ),
  'media:producerAdded': notification(
    'Somebody else started to send a track.',
    z.object({ participantId: ParticipantId, producer: ProducerInfo }),
  ),
  'media:producerChanged': notification(
    'A track was muted or unmuted, own ones included.',
    z.object({ participantId: ParticipantId, producer: ProducerInfo }),
  ),
  'media:producerRemoved': notification(
    'A track ended, own ones included.',
    z.object({ participantId: ParticipantId, producerId: ProducerId }),
  ),
};
