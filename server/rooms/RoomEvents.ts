import type { VideoCodec } from '../../protocol/codecs.ts';
import type { ParticipantId, ProducerId, RoomSlug } from '../../protocol/ids.ts';
import type { NotificationPayload } from '../../protocol/index.ts';
import type { Stamp } from '../../protocol/lines.ts';
import type { ProducerInfo } from '../../protocol/media.ts';
import type { StoppedSource } from '../../protocol/moderation.ts';
import type { Restraint } from '../../protocol/reasons.ts';
import type { LeaveReason, RoomInfo } from '../../protocol/room.ts';
import type { Sanction } from '../store/ModerationStore.ts';
import type { Participant } from './Participant.ts';

/** What happens in a live room. */
export interface RoomEvents {
  participantJoined: [participant: Participant];
  participantLeft: [participant: Participant, reason: LeaveReason];
  /** What others see of a participant changed, tracks aside. */
  participantChanged: [participant: Participant];
  /** Somebody of the crowd is shown from now on. */
  shown: [participant: Participant];
  /** How many are in the crowd, or whose faces stand for it, may be otherwise. */
  crowdChanged: [];
  qualityChanged: [participant: Participant];
  /** Something changed that only has to be remembered: the seat's token, or who is muted. */
  seatChanged: [participant: Participant];
  producerAdded: [participant: Participant, producer: ProducerInfo];
  producerChanged: [participant: Participant, producer: ProducerInfo];
  producerRemoved: [participant: Participant, id: ProducerId];
  /** Somebody leaves for another room, at once. */
  moving: [participant: Participant, whereto: { slug: RoomSlug; by: string }];
  muted: [participant: Participant, by: string];
  /** A host ended what a participant showed. */
  stopped: [participant: Participant, stopped: StoppedSource];
  /** A host took something from a participant for a while, or told them what is not all right. */
  restrained: [participant: Participant, sanction: Sanction];
  lifted: [participant: Participant, kind: Restraint];
  warned: [participant: Participant, warning: NotificationPayload<'moderation:warned'>];
  /** Many who are new came at once. */
  raided: [raid: NotificationPayload<'moderation:raid'>];
  /** Others than before are the codecs of pictures that everybody can show. */
  codecsChanged: [codecs: readonly VideoCodec[]];
  /** What was shown by taps, counted. */
  reacted: [counts: Partial<Record<Stamp, number>>];
  /** Something goes on on the stage. */
  stageChanged: [];
  /** A host moved somebody into the audience; null: the room became a stage. */
  movedDown: [participant: Participant, by: Participant | null];
  /** A turn is over. */
  turnOver: [];
  /** A turn is almost over. */
  bell: [participant: Participant, leftMs: number];
  /** All hosts are gone, or one is back. */
  pauseChanged: [];
  /** No host came back. */
  stageOver: [];
  /** The countdown ran out: the curtain is to open. */
  curtain: [];
  talking: [ids: ParticipantId[]];
  activeSpeaker: [id: ParticipantId | null];
  edited: [info: RoomInfo];
  /** The worker below died: nobody sends or hears anything until `mediaMoved`. */
  mediaDied: [];
  /** It will take a while until there is media again. */
  mediaLost: [retryAfterMs: number];
  /** A worker of several died: the first have to begin anew, the second have nothing to receive on any more. */
  mediaPartLost: [senders: readonly ParticipantId[], listeners: readonly ParticipantId[]];
  /** Where the media of these is ends soon; null: where all of it is. Until then it goes on. */
  mediaLeaving: [whose: readonly ParticipantId[] | null];
  /**
   * There is other media for these; null: for everybody. What they had goes on if they are told within how long they
   * are to come over; else it is gone.
   */
  mediaMoved: [generation: number, whose: readonly Participant[] | null, withinMs: number | null];
  /** These receive nothing until they ask for another transport; what they send goes on. */
  receptionLost: [participants: readonly Participant[]];
  closed: [];
}
