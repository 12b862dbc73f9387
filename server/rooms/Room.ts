import { EventEmitter } from 'node:events';
import { type VideoCodec, videoCodecs } from '../../protocol/codecs.ts';
import type { ParticipantId, RoomSlug, UserId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { StoppedSource } from '../../protocol/moderation.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { Quality } from '../../protocol/quality.ts';
import { isAtLeast } from '../../protocol/ranks.ts';
import type { LeaveReason, RoomInfo } from '../../protocol/room.ts';
import { AppError } from '../errors.ts';
import { Leavers } from '../moderation/Leavers.ts';
import { holdBack, requireWelcome } from '../moderation/restraints.ts';
import type { Sanctions } from '../moderation/Sanctions.ts';
import { untraced } from '../moderation/traces.ts';
import type { Admission, Admitted, RoomOptions, RoomParts } from './admission.ts';
import { systemClock } from './Clock.ts';
import { CommonCodecs } from './CommonCodecs.ts';
import { Crowd } from './Crowd.ts';
import { Door } from './Door.ts';
import { Floor } from './Floor.ts';
import { HostWatch } from './HostWatch.ts';
import { Participant } from './Participant.ts';
import { People } from './People.ts';
import { can, homeOf, requireAbove } from './permissions.ts';
import type { RecentMessages } from './RecentMessages.ts';
import type { Roles } from './Roles.ts';
import type { RoomEvents } from './RoomEvents.ts';
import { Reactions } from './stage/Reactions.ts';
import { Stage } from './stage/Stage.ts';
import { Tracks } from './Tracks.ts';

/** A room while somebody is in it, and a little longer: who is there, and what happens to them. */
export class Room extends EventEmitter<RoomEvents> {
  readonly participants = new People();
  readonly tracks = new Tracks(this);
  readonly floor = new Floor(this);
  readonly door = new Door(() => this.#options.capacity - this.participants.size);
  readonly crowd: Crowd;
  readonly stage: Stage;
  readonly reactions = new Reactions(this);
  readonly chat: RecentMessages;
  readonly sanctions: Sanctions;
  readonly leavers = new Leavers();
  readonly roles: Roles;
  info: RoomInfo;
  /** Since when somebody is in it; null while it is empty. */
  liveSince: number | null = null;
  /** The codecs of pictures that everybody here can show. */
  readonly codecs = new CommonCodecs();
  closed = false;
  readonly #options: RoomOptions;
  readonly #hosts: HostWatch;

  constructor(info: RoomInfo, { chat, sanctions, roles, seats }: RoomParts, options: RoomOptions) {
    super();
    // Each part that lives with a room listens to it.
    this.setMaxListeners(40);
    this.info = info;
    this.chat = chat;
    this.sanctions = sanctions;
    this.roles = roles;
    this.#hosts = new HostWatch(
      options.hostPatienceMs ?? limits.hostPatienceMs,
      () => this.crowd.shown,
      (participant) => this.emit('participantChanged', participant),
    );
    this.#options = options;
    this.floor.add(({ authority }, source) => {
      const permission = source === 'microphone' ? 'room:speak' : 'room:show';
      return can(authority, permission, this.info) ? null : 'Your role in this room does not allow that.';
    });
    holdBack(this);
    for (const seat of seats) {
      const participant = Participant.restore(seat);
      participant.isKeeper = () => roles.isKeeper(this.info, participant.userId);
      participant.role = roles.of(info, participant.userId, participant.newcomer);
      this.participants.set(participant.id, participant);
      this.liveSince = Math.min(this.liveSince ?? seat.joinedAt, seat.joinedAt);
      this.#await(participant);
    }
    // Before all that listens: whoever is shown is so for everything else that happens in that turn.
    this.crowd = new Crowd(this, options.crowdFrom);
    this.stage = new Stage(this, options.clock ?? systemClock);
  }

  get isFull(): boolean {
    return this.participants.size >= this.#options.capacity;
  }

  get hostPresent(): boolean {
    return [...this.crowd.shown].some(({ authority }) => isAtLeast(authority, 'coOwner'));
  }

  /**
   * Lets a person in, as a host who opened the room. With a token of a seat that still waits, it is the same
   * participant as before; without, a seat the person had elsewhere is given up for this one.
   * Throws `conflict` for a token whose seat is in use elsewhere, `room_full`, `room_locked`, `forbidden` for who was removed, or `gone` when the room closed.
   */
  admit(person: PersonInfo, admission: Admission): Admitted {
    if (this.closed) throw new AppError('gone', 'The room closed.');
    const role = this.roles.of(this.info, person.id, admission.newcomer);
    const before = this.find(person.id);
    // An invitation that was shown on the way counts, whatever comes of the rest.
    if (before) this.rank(before);
    const traces = admission.traces ?? untraced;
    const guest = admission.newcomer === 'visitor';
    requireWelcome(this, { ...traces, userId: person.id, guest });
    if (before && admission.seatToken && before.takeSeat(admission.seatToken)) {
      return this.#takeBack(before, person, admission);
    }
    // A tab that comes back by itself takes nothing from one to which the person went on.
    if (before?.connected && admission.seatToken) {
      throw new AppError('conflict', 'Your seat is in use in another tab.');
    }
    if (!before) {
      const expected = this.roles.given(homeOf(this.info)).some(({ userId }) => userId === person.id);
      const { knowsPasscode = false } = admission;
      const rank = this.roles.authorityOf(this.info, person.id, admission.newcomer);
      this.door.require({ info: this.info, userId: person.id, role: rank, expected, knowsPasscode });
    }
    this.stage.requireNotOver(role);

    const participant = Participant.arrive(person, role, admission.newcomer);
    participant.traces = traces;
    participant.isKeeper = () => this.roles.isKeeper(this.info, person.id);
    participant.rtpCapabilities = admission.rtpCapabilities;
    participant.hidden = admission.hidden ?? false;
    this.participants.set(participant.id, participant);
    this.stage.place(participant, before);
    this.crowd.place(participant, before);
    if (before) this.remove(before, 'replaced');
    this.tracks.renew(participant);
    const seatToken = participant.issueSeatToken();
    this.liveSince ??= Date.now();
    this.door.leave(person.id);
    this.emit('participantJoined', participant);
    this.#agree(participant);
    this.#hosts.look();
    return { participant, seatToken, resumed: false, mediaKept: false };
  }

  find(userId: UserId): Participant | undefined {
    return this.participants.find(userId);
  }

  /** Throws `not_found`. */
  require(id: ParticipantId): Participant {
    const participant = this.participants.get(id);
    if (!participant) throw new AppError('not_found', 'There is no such participant.');
    return participant;
  }

  /** Sends somebody into another room: they leave this one, and are told whereto. */
  send(participant: Participant, slug: RoomSlug, by: string): void {
    this.emit('moving', participant, { slug, by });
    this.remove(participant, 'moved');
  }

  remove(participant: Participant, reason: LeaveReason): void {
    if (!this.participants.delete(participant.id)) return;
    clearTimeout(participant.seatTimer);
    participant.endMedia();
    this.tracks.left(participant);
    if (this.participants.size === 0) this.liveSince = null;
    this.emit('participantLeft', participant, reason);
    this.door.offer();
    this.#agree(participant);
    this.#hosts.look();
  }

  /** The socket is gone: the seat waits, its media goes on. */
  lose(participant: Participant): void {
    if (!this.participants.has(participant.id) || !participant.connected) return;
    participant.connected = false;
    this.#await(participant);
    this.emit('participantChanged', participant);
    this.#hosts.look();
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
    this.#agree(participant);
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
    requireAbove(by.authority, participant.rank);
    await this.silence(participant, by.person.name);
  }

  /** Mutes a microphone at once. */
  async silence(participant: Participant, by: string): Promise<void> {
    if (await this.tracks.silence(participant)) this.emit('muted', participant, by);
  }

  /** Ends what somebody else shows; they may show it again. */
  stop(id: ParticipantId, source: StoppedSource['source'], by: Participant): void {
    const participant = this.require(id);
    requireAbove(by.authority, participant.rank);
    this.end(participant, source, by.person.name);
  }

  /** Ends a camera or a screen at once. */
  end(participant: Participant, source: StoppedSource['source'], by: string): void {
    const stopped = { source, by };
    if (this.tracks.stop(participant, stopped)) this.emit('stopped', participant, stopped);
  }

  edit(info: RoomInfo): void {
    this.info = info;
    this.emit('edited', info);
    if (info.entry !== 'knock') this.door.open();
    for (const participant of this.participants.values()) this.rank(participant);
  }

  /** Makes somebody what the roles of the room say they are by now. */
  rank(participant: Participant): void {
    const role = this.roles.of(this.info, participant.userId, participant.newcomer);
    if (participant.role === role) return;
    participant.role = role;
    this.emit('participantChanged', participant);
    this.#hosts.look();
  }

  close(reason: 'closed' | 'over' = 'closed'): void {
    if (this.closed) return;
    this.closed = true;
    for (const participant of [...this.participants.values()]) this.remove(participant, reason);
    this.#hosts.close();
    this.door.close();
    this.tracks.close();
    this.emit('closed');
  }

  #takeBack(participant: Participant, person: PersonInfo, admission: Admission): Admitted {
    clearTimeout(participant.seatTimer);
    participant.person = person;
    participant.hidden = admission.hidden ?? false;
    participant.newcomer = admission.newcomer;
    participant.traces = admission.traces ?? participant.traces;
    participant.role = this.roles.of(this.info, person.id, admission.newcomer);
    const wasLost = !participant.connected;
    participant.connected = true;
    const mediaKept = admission.keepMedia && participant.canGoOn(admission.transportIds);
    if (!mediaKept) {
      participant.rtpCapabilities = admission.rtpCapabilities;
      this.tracks.renew(participant);
    }
    const seatToken = participant.issueSeatToken();
    this.emit(wasLost ? 'participantChanged' : 'seatChanged', participant);
    this.#agree(participant);
    this.#hosts.look();
    return { participant, seatToken, resumed: true, mediaKept };
  }

  #agree({ id, shows }: Participant): void {
    const shown = this.participants.has(id) ? shows : videoCodecs;
    if (this.codecs.set(id, shown)) this.emit('codecsChanged', this.codecs.list);
  }

  /** The seat waits for its owner, but not for ever. */
  #await(participant: Participant): void {
    clearTimeout(participant.seatTimer);
    participant.seatTimer = setTimeout(() => this.remove(participant, 'lost'), this.#options.seatMs);
  }
}
