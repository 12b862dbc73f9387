import type { ReadMark } from '../../../protocol/chatReading.ts';
import type { UserId } from '../../../protocol/ids.ts';
import type { RequestData } from '../../../protocol/index.ts';
import { limits } from '../../../protocol/limits.ts';
import type { RoomInfo, RoomSnapshot } from '../../../protocol/room.ts';
import type { Guests } from '../../accounts/Guests.ts';
import { AppError, isStorageAway } from '../../errors.ts';
import type { Admission } from '../../load/Admission.ts';
import type { AuditLog } from '../../moderation/AuditLog.ts';
import type { Newcomers } from '../../moderation/Newcomers.ts';
import { requireWelcome, restraintsOf } from '../../moderation/restraints.ts';
import type { Audience } from '../../people/Audience.ts';
import { legible } from '../../people/legible.ts';
import type { Presence } from '../../people/Presence.ts';
import type { Ties } from '../../people/Ties.ts';
import type { Expected } from '../../rooms/Expected.ts';
import type { Locks } from '../../rooms/Locks.ts';
import type { Participant } from '../../rooms/Participant.ts';
import { can } from '../../rooms/permissions.ts';
import type { Room } from '../../rooms/Room.ts';
import type { RoomRegistry } from '../../rooms/RoomRegistry.ts';
import type { ReadingStore } from '../../store/Store.ts';
import { infoFor } from '../apart.ts';
import type { Handlers } from '../bindRequests.ts';
import { newcomerOf } from '../ChatPlaces.ts';
import { joinMediaIfAny } from '../joinMedia.ts';
import type { Session } from '../Session.ts';
import type { Sessions } from '../Sessions.ts';
import { outsideOf } from '../tellDoors.ts';

interface Parts {
  readonly log: AuditLog;
  readonly newcomers: Newcomers;
  readonly admission: Admission;
  readonly expected: Expected;
  readonly rooms: RoomRegistry;
  readonly locks: Locks;
  readonly guests: Guests;
  readonly sessions: Sessions;
  readonly reading: ReadingStore;
  readonly ties: Ties;
  readonly audience: Audience;
  readonly presence: Presence;
}

type RoomHandlers = Pick<
  Handlers,
  | 'room:join'
  | 'room:leave'
  | 'room:lock'
  | 'room:spotlight'
  | 'room:edit'
  | 'participant:rename'
  | 'participant:setHand'
  | 'participant:setQuality'
>;

/** Coming, going, and what people do to the room itself. */
export function roomHandlers({
  log,
  newcomers,
  admission,
  expected,
  rooms,
  locks,
  guests,
  sessions,
  reading,
  ties,
  audience,
  presence,
}: Parts): RoomHandlers {
  return {
    async 'room:join'(session, input) {
      const { id } = session.requireGuest();
      const info = await rooms.find(input.slug);
      requireAudience(info, id);
      // Before any work is done: a server that is full has no time to find out who else may not come in.
      const arrived = admission.enter(() => expected.has(info, id));
      try {
        return await stepIn(session, input);
      } finally {
        arrived();
      }
    },

    async 'room:leave'(session) {
      const { room, participant, companion } = session.requireSeat();
      sessions.unseat(session);
      if (!companion) room.remove(participant, 'left');
      return null;
    },

    async 'room:lock'(session, { locked }) {
      const { room, participant } = session.requireSeat();
      const action = locked ? 'locked' : 'unlocked';
      const kept = log.add({ action, by: participant.userId, room: room.info });
      const info = await rooms.edit(room.info.id, { locked });
      await kept;
      return info;
    },

    async 'room:spotlight'(session, { participantId }) {
      session.requireSeat().room.spotlight(participantId);
      return null;
    },

    async 'room:edit'(session, changes) {
      const { room, participant } = session.requireSeat();
      const before = room.info;
      const edited = await rooms.edit(room.info.id, changes);
      const changed = Object.keys(changes).filter((key) => !isSame(key as keyof RoomInfo, before, edited));
      const note = changed.join(', ');
      if (note) await log.add({ action: 'settingsChanged', by: participant.userId, room: edited, note });
      return edited;
    },

    async 'participant:rename'(session, { name }) {
      const { room, participant } = session.requireSeat();
      const { named, ...person } = await guests.change(session.requireGuest(), { name });
      room.rename(participant, person);
      return null;
    },

    async 'participant:setHand'(session, { raised, reason = '' }) {
      const { room, participant } = session.requireSeat();
      if (raised) room.stage.hands.raise(participant, reason);
      else room.stage.hands.lower(participant);
      return null;
    },

    async 'participant:setQuality'(session, { quality }) {
      const { room, participant } = session.requireSeat();
      room.setQuality(participant, quality);
      return null;
    },
  };

  async function stepIn(
    session: Session,
    { slug, key, companion, seatToken: given, sends, ...media }: RequestData<'room:join'>,
  ): Promise<RoomSnapshot> {
    const { rtpCapabilities, keepMedia, transportIds } = media;
    const person = await guests.person(session.requireGuest());
    const info = await rooms.find(slug);
    requireAudience(info, person.id);
    const guest = session.requireGuest().loginId === null;
    const comer = { ...session.traces, userId: person.id, guest };
    // Before the room wakes: who is refused must not keep it awake.
    if (!rooms.live(info.id)?.find(person.id)) await newcomers.requireStep(info, comer);
    const room = await rooms.open(slug);
    requireWelcome(room, comer);
    const open = await locks.open(room.info, person.id, session.address, key);
    const read = await readOrNull(reading.find(room.info.id, person.id, limits.unreadMentions));

    // No await between check and admission: what was checked stays true. Whoever is in this very room begins anew.
    requireAudience(room.info, person.id);
    if (session.seat?.room === room) sessions.unseat(session);
    session.requireFree();
    if (companion) return accompany(session, room, person.id, read);
    const { participant, seatToken, resumed, mediaKept } = room.admit(person, {
      rtpCapabilities,
      seatToken: given ?? undefined,
      keepMedia,
      transportIds,
      hidden: presence.isHidden(person.id),
      traces: { ...session.traces, invite: locks.cameBy(room.info.id, person.id) },
      newcomer: newcomerOf(session.requireGuest()),
      knowsPasscode: open(),
    });
    sessions.seat(session, room, participant);
    try {
      const media = await joinMediaIfAny(room, participant, { kept: mediaKept, sends, ties });
      // Nor between snapshot and answer: every notification after it changes it.
      if (session.seat?.participant !== participant) {
        throw new AppError('gone', 'The seat was left while you were stepping in.');
      }
      return { ...toSnapshot(room, participant, ties, read), seatToken, media };
    } catch (error) {
      // Left, lost or replaced meanwhile: then the seat, or the next one, is no longer this request's affair.
      if (session.seat?.participant === participant) {
        sessions.unseat(session);
        // Who came back keeps the seat for the next attempt, with all that belongs to it.
        if (resumed) room.lose(participant);
        else room.remove(participant, 'lost');
      }
      throw error;
    }
  }

  /** Who sits there stays until they leave, whatever became of those it is for. */
  function requireAudience(info: RoomInfo, userId: UserId): void {
    if (!rooms.live(info.id)?.find(userId)) audience.require(info, userId);
  }

  function accompany(session: Session, room: Room, userId: UserId, read: ReadMark | null): RoomSnapshot {
    const participant = room.find(userId);
    if (!participant) throw new AppError('conflict', 'You are in this room in no other tab.');
    sessions.accompany(session, room, participant);
    return { ...toSnapshot(room, participant, ties, read), seatToken: null, media: null };
  }
}

function isSame(key: keyof RoomInfo, before: RoomInfo, after: RoomInfo): boolean {
  return JSON.stringify(before[key]) === JSON.stringify(after[key]);
}

function toSnapshot(
  room: Room,
  participant: Participant,
  ties: Ties,
  read: ReadMark | null,
): Omit<RoomSnapshot, 'seatToken' | 'media'> {
  const { messages, more, revision } = room.chat.page;
  const { shown, info: crowd } = room.crowd;
  const inSight = [...shown, ...(participant.counted ? [participant] : [])];
  return {
    room: room.info,
    selfId: participant.id,
    silenced: participant.silenced,
    restraints: restraintsOf(room, participant),
    stopped: [...participant.stopped].map(([source, by]) => ({ source, by })),
    participants: inSight.map((other) => infoFor(ties, participant, room, other)),
    ...(crowd.count > 0 && { crowd }),
    talkingIds: room.tracks.talkingIds,
    activeSpeakerId: room.tracks.activeSpeakerId,
    codecs: room.codecs.list,
    messages: messages.map((message) => legible(ties, participant.userId, message)),
    moreMessages: more,
    chatRevision: revision,
    pins: room.chat.pins.map((message) => legible(ties, participant.userId, message)),
    ...(read && { chatRead: read }),
    stage: room.stage.info,
    ...(can(participant.authority, 'room:admit', room.info) && { outside: outsideOf(room) }),
    liveSince: room.liveSince ?? Date.now(),
    serverTime: Date.now(),
  };
}

/** Nobody is kept out because it is not known how far they read. */
async function readOrNull(reading: Promise<ReadMark | null>): Promise<ReadMark | null> {
  try {
    return await reading;
  } catch (error) {
    if (isStorageAway(error)) return null;
    throw error;
  }
}
