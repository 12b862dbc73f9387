import { EventEmitter } from 'node:events';
import { type VideoCodec, videoCodecs } from '../../protocol/codecs.ts';
import type { ParticipantId, SeatToken, UserId } from '../../protocol/ids.ts';
import type { StoppedSource } from '../../protocol/moderation.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { Quality } from '../../protocol/quality.ts';
import type { LeaveReason, RoomInfo } from '../../protocol/room.ts';
import type { RtpCapabilities } from '../../protocol/rtp.ts';
import { AppError } from '../errors.ts';
import type { SeatRecord } from '../store/Store.ts';
import { type Clock, systemClock } from './Clock.ts';
import { commonCodecs } from './commonCodecs.ts';
import { Participant } from './Participant.ts';
import { can, roleOf } from './permissions.ts';
import type { RecentMessages } from './RecentMessages.ts';
import type { Removals } from './Removals.ts';
import type { RoomEvents } from './RoomEvents.ts';
import { Reactions } from './stage/Reactions.ts';
import { Stage } from './stage/Stage.ts';
import { Tracks } from './Tracks.ts';

/** How every room begins. */
export const begun = { locked: false, doors: 'open', endedAt: null } as const;

/** What a room is made of. */
export type RoomFeatures = Omit<RoomInfo, 'id' | 'slug' | 'openedBy' | 'createdAt' | keyof typeof begun>;

export interface RoomOptions {
  readonly capacity: number;
  readonly seatMs: number;
  readonly clock?: Clock | undefined;
}

export interface RoomParts {
  readonly chat: RecentMessages;
  readonly removals: Removals;
  /** Those who sat here when the process before this one ended. */
  readonly seats: readonly SeatRecord[];
}

/** How somebody comes in. */
export interface Admission {
  readonly rtpCapabilities: RtpCapabilities | undefined;
  readonly seatToken: SeatToken | undefined;
  /** Whether a returning participant goes on with the transports of before. */
  readonly keepMedia: boolean;
  /** Whether strangers are not to know. */
  readonly hidden?: boolean;
}

export interface Admitted {
  readonly participant: Participant;
  readonly seatToken: SeatToken;
  /** Whether it is the same participant as before. */
  readonly resumed: boolean;
  /** Whether transports, producers and consumers of before live on. */
  readonly mediaKept: boolean;
}

/** A room while somebody is in it, and a little longer: who is there, and what happens to them. */
export class Room extends EventEmitter<RoomEvents> {
  readonly participants = new Map<ParticipantId, Participant>();
  readonly tracks = new Tracks(this);
  readonly stage: Stage;
  readonly reactions = new Reactions(this);
  readonly chat: RecentMessages;
  readonly removals: Removals;
  info: RoomInfo;
  /** Since when somebody is in it; null while it is empty. */
  liveSince: number | null = null;
  /** The codecs of pictures that everybody here can show. */
  codecs: readonly VideoCodec[] = videoCodecs;
  closed = false;
  readonly #options: RoomOptions;

  constructor(info: RoomInfo, { chat, removals, seats }: RoomParts, options: RoomOptions) {
    super();
    this.info = info;
    this.chat = chat;
    this.removals = removals;
    this.#options = options;
    for (const seat of seats) {
      const participant = Participant.restore(seat);
      this.participants.set(participant.id, participant);
      this.liveSince = Math.min(this.liveSince ?? seat.joinedAt, seat.joinedAt);
      this.#await(participant);
    }
    this.stage = new Stage(this, options.clock ?? systemClock);
  }

  get isFull(): boolean {
    return this.participants.size >= this.#options.capacity;
  }

  get hostPresent(): boolean {
    return [...this.participants.values()].some(({ role }) => role === 'host');
  }

  /**
   * Lets a person in, as a host who opened the room. With a token of a seat that still waits, it is the same
   * participant as before; without, a seat the person had elsewhere is given up for this one.
   * Throws `conflict` for a token whose seat is in use elsewhere, `room_full`, `room_locked`, `forbidden` for who was removed, or `gone` when the room closed.
   */
  admit(person: PersonInfo, admission: Admission): Admitted {
    if (this.closed) throw new AppError('gone', 'The room closed.');
    this.removals.requireWelcome(person.id);
    const before = this.find(person.id);
    if (before && admission.seatToken && before.takeSeat(admission.seatToken)) {
      return this.#takeBack(before, person, admission);
    }
    // A tab that comes back by itself takes nothing from one to which the person went on.
    if (before?.connected && admission.seatToken) {
      throw new AppError('conflict', 'Your seat is in use in another tab.');
    }
    const role = roleOf(this.info, person.id);
    if (this.info.locked && !before && role !== 'host') {
      throw new AppError('room_locked', 'The room is locked.');
    }
    if (this.isFull && !before) throw new AppError('room_full', 'The room is full.');
    if (this.info.endedAt !== null && !can(role, 'stage:manage')) throw new AppError('gone', 'It is over.');

    const participant = Participant.arrive(person, role);
    participant.rtpCapabilities = admission.rtpCapabilities;
    participant.hidden = admission.hidden ?? false;
    participant.onStage = can(role, 'stage:speak');
    this.participants.set(participant.id, participant);
    if (before) {
      participant.follow(before);
      this.stage.succeed(before, participant);
      this.remove(before, 'replaced');
    }
    this.tracks.renew(participant);
    const seatToken = participant.issueSeatToken();
    this.liveSince ??= Date.now();
    this.emit('participantJoined', participant);
    this.#agree();
    return { participant, seatToken, resumed: false, mediaKept: false };
  }

  find(userId: UserId): Participant | undefined {
    return [...this.participants.values()].find((participant) => participant.userId === userId);
  }

  /** Throws `not_found`. */
  require(id: ParticipantId): Participant {
    const participant = this.participants.get(id);
    if (!participant) throw new AppError('not_found', 'There is no such participant.');
    return participant;
  }

  remove(participant: Participant, reason: LeaveReason): void {
    if (!this.participants.delete(participant.id)) return;
    clearTimeout(participant.seatTimer);
    participant.peer?.close();
    participant.peer = undefined;
    if (this.participants.size === 0) this.liveSince = null;
    this.emit('participantLeft', participant, reason);
    this.#agree();
  }

  /** The socket is gone: the seat waits, its media goes on. */
  lose(participant: Participant): void {
    if (!this.participants.has(participant.id) || !participant.connected) return;
    participant.connected = false;
    this.#await(participant);
    this.emit('participantChanged', participant);
  }

  rename(participant: Participant, person: PersonInfo): void {
    participant.person = person;
    if (this.participants.has(participant.id)) this.emit('participantChanged', participant);
  }

  /** Hides somebody from strangers, or no longer. */
  hide(participant: Participant, hidden: boolean): void {
    if (participant.hidden === hidden) return;
    participant.hidden = hidden;
    this.emit('participantChanged', participant);
  }

  setQuality(participant: Participant, quality: Quality): void {
    if (participant.quality === quality) return;
    participant.quality = quality;
    this.emit('qualityChanged', participant);
  }

  /** A browser fails to show a codec although it says it can. */
  cannotShow(participant: Participant, codec: VideoCodec): void {
    participant.failedCodecs.add(codec);
    this.#agree();
  }

  /** Shows one person large to everybody; null: nobody. */
  spotlight(id: ParticipantId | null): void {
    const chosen = id === null ? null : this.require(id);
    for (const participant of this.participants.values()) {
      const spotlit = participant === chosen;
      if (participant.spotlit === spotlit) continue;
      participant.spotlit = spotlit;
      this.emit('participantChanged', participant);
    }
  }

  /** Silences somebody else's microphone; opening it again is theirs alone. */
  async mute(id: ParticipantId, by: Participant): Promise<void> {
    const participant = this.require(id);
    if (await this.tracks.silence(participant)) this.emit('muted', participant, by);
  }

  /** Ends what somebody else shows; they may show it again. */
  stop(id: ParticipantId, source: StoppedSource['source'], by: Participant): void {
    const participant = this.require(id);
    const stopped = { source, by: by.person.name };
    if (this.tracks.stop(participant, stopped)) this.emit('stopped', participant, stopped);
  }

  /** Puts somebody out, for half an hour or for good: at once, and kept when it resolves. */
  async expel(id: ParticipantId, ban: boolean): Promise<void> {
    const participant = this.require(id);
    if (participant.role === 'host') throw new AppError('forbidden', 'A host cannot be removed.');
    const kept = this.removals.add(participant.person, ban);
    this.remove(participant, 'removed');
    await kept;
  }

  edit(info: RoomInfo): void {
    this.info = info;
    this.emit('edited', info);
    for (const participant of this.participants.values()) {
      const role = roleOf(info, participant.userId);
      if (participant.role === role) continue;
      participant.role = role;
      this.emit('participantChanged', participant);
    }
  }

  close(reason: 'closed' | 'over' = 'closed'): void {
    if (this.closed) return;
    this.closed = true;
    for (const participant of [...this.participants.values()]) this.remove(participant, reason);
    this.tracks.close();
    this.emit('closed');
  }

  #takeBack(participant: Participant, person: PersonInfo, admission: Admission): Admitted {
    clearTimeout(participant.seatTimer);
    participant.person = person;
    participant.hidden = admission.hidden ?? false;
    const wasLost = !participant.connected;
    participant.connected = true;
    const mediaKept = admission.keepMedia && participant.peer !== undefined;
    if (!mediaKept) {
      participant.rtpCapabilities = admission.rtpCapabilities;
      this.tracks.renew(participant);
    }
    const seatToken = participant.issueSeatToken();
    this.emit(wasLost ? 'participantChanged' : 'seatChanged', participant);
    this.#agree();
    return { participant, seatToken, resumed: true, mediaKept };
  }

  #agree(): void {
    const codecs = commonCodecs([...this.participants.values()].map(({ shows }) => shows));
    if (codecs.join() === this.codecs.join()) return;
    this.codecs = codecs;
    this.emit('codecsChanged', codecs);
  }

  /** The seat waits for its owner, but not for ever. */
  #await(participant: Participant): void {
    clearTimeout(participant.seatTimer);
    participant.seatTimer = setTimeout(() => this.remove(participant, 'lost'), this.#options.seatMs);
  }
}
