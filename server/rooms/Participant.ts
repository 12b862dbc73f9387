import { createHash, randomBytes } from 'node:crypto';
import { codecsIn, type VideoCodec, videoCodecs } from '../../protocol/codecs.ts';
import {
  type LoginId,
  ParticipantId,
  type ProducerId,
  type RoomId,
  SeatToken,
  type TransportId,
  type UserId,
} from '../../protocol/ids.ts';
import type { ProducerInfo } from '../../protocol/media.ts';
import type { StoppedSource } from '../../protocol/moderation.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { Quality } from '../../protocol/quality.ts';
import { authorityOf, isAtLeast, type Rank, type Role, rankOf } from '../../protocol/ranks.ts';
import type { ParticipantInfo } from '../../protocol/room.ts';
import type { RtpCapabilities } from '../../protocol/rtp.ts';
import { AppError } from '../errors.ts';
import type { Direction, MediaPeer } from '../media/api.ts';
import { type Comer, type Traced, untraced } from '../moderation/traces.ts';
import type { SeatRecord } from '../store/SeatStore.ts';
import type { Newcomer } from './Roles.ts';

/** 128 random bits that nobody guesses. */
export function randomId(): string {
  return randomBytes(16).toString('base64url');
}

const digest = (token: string) => createHash('sha256').update(token).digest('hex');

/** A user in a live room. The seat outlives the socket and the process; a token brings its owner back to it. */
export class Participant {
  readonly id: ParticipantId;
  role: Role;
  /** What they are where nobody made them anything. */
  newcomer: Newcomer;
  /** Leads the room while no host is there. */
  acting = false;
  /** Keeps order in the whole house. Asked each time: it may change while they sit here. */
  isKeeper: () => boolean = () => false;
  /** By what else but their id they are known; nothing while they are on their way back. */
  traces: Traced = untraced;
  readonly joinedAt: number;
  readonly producers = new Map<ProducerId, ProducerInfo>();
  person: PersonInfo;
  /** By which login its owner sat down: with that the seat ends, even while its socket is lost. */
  loginId: LoginId | null = null;
  /** Whether there is a socket. */
  connected = true;
  /** The directions in which the media of the browser does not get through any more. */
  readonly lostPaths = new Set<Direction>();
  handRaisedAt: number | null = null;
  handReason = '';
  /** May be heard while the room is a stage. */
  onStage = false;
  /** Asked to come on stage, and how long an answer is waited for. */
  invitedUntil: number | null = null;
  /** Where people speak in turns: whose turn it is, and how long. */
  turnUntil: number | null = null;
  /** Strangers are not to know that this one is here: they are on no card. */
  hidden = false;
  /** One of the crowd: others see how many these are, and not who. */
  counted = false;
  /** A host wants everybody to see this one large. */
  spotlit = false;
  /** A host muted the participant, who has not spoken since: nothing but the own wish opens the microphone again. */
  silenced = false;
  /** What a host ended of what the participant showed, who has not shown it again since; with who it was. */
  readonly stopped = new Map<StoppedSource['source'], string>();
  /** How good the connection is, as the browser says. */
  quality: Quality = 'good';
  rtpCapabilities: RtpCapabilities | undefined;
  /** What the browser cannot show although it says it can. */
  readonly failedCodecs = new Set<VideoCodec>();
  /** The media of the participant; another one when the browser, or the room, had to begin anew. */
  peer: MediaPeer | undefined;
  /** What goes on beside it while the participant moves from one media to other: see `MovingOver`. */
  former: MediaPeer | undefined;
  #formerly: readonly ProducerInfo[] = [];
  /** Frees the seat when its socket does not come back. */
  seatTimer: NodeJS.Timeout | undefined;
  /** Digests: the token that was used last, until the one given out since has arrived, then that one alone. */
  #tokens: readonly string[] = [];

  private constructor(
    person: PersonInfo,
    role: Role,
    newcomer: Newcomer,
    id: ParticipantId,
    joinedAt: number,
  ) {
    this.id = id;
    this.person = person;
    this.role = role;
    this.newcomer = newcomer;
    this.joinedAt = joinedAt;
  }

  static arrive(person: PersonInfo, role: Role, newcomer: Newcomer): Participant {
    return new Participant(person, role, newcomer, ParticipantId.parse(randomId()), Date.now());
  }

  /** Somebody who sat here when the process ended, and is not connected yet. */
  static restore(seat: SeatRecord): Participant {
    const { person, role, participantId, joinedAt } = seat;
    // Whether they have an account is known for sure when they are back.
    const newcomer = isAtLeast(role, 'member') ? 'member' : 'visitor';
    const participant = new Participant(person, role, newcomer, participantId, joinedAt);
    participant.connected = false;
    // What they want is known when they are back.
    participant.hidden = true;
    participant.handRaisedAt = seat.handRaisedAt;
    participant.spotlit = seat.spotlit;
    participant.silenced = seat.silenced;
    Object.assign(participant, seat.stage);
    participant.#tokens = seat.tokens;
    return participant;
  }

  /** Goes on as the same person did on another seat: another tab is no way around what a host did. */
  follow(before: Participant): void {
    const { silenced, spotlit, acting, onStage, handRaisedAt, handReason } = before;
    Object.assign(this, { silenced, spotlit, acting, onStage, handRaisedAt, handReason });
  }

  /** Has the media there is go on beside what comes, and ends what went on so far. */
  keepFormer(): void {
    this.endFormer();
    this.former = this.peer;
    this.#formerly = [...this.producers.values()];
    this.peer = undefined;
  }

  /** What was before the media there is now ends; also when something is taken from the participant that it would leave. */
  endFormer(): void {
    this.former?.close();
    this.former = undefined;
    this.#formerly = [];
  }

  /** Ends all media. */
  endMedia(): void {
    this.endFormer();
    this.peer?.close();
    this.peer = undefined;
  }

  /** Whether media can go on over transports: one may have gone while its owner could not be told. */
  canGoOn(transportIds: readonly TransportId[] = []): boolean {
    // Who is on the way to other media need not go on with what ends.
    if (!this.peer || this.former) return false;
    return transportIds.every((id) => this.peer?.holds(id));
  }

  requirePeer(): MediaPeer {
    if (!this.peer) throw new AppError('media_unavailable', 'The room has no media right now.');
    return this.peer;
  }

  get keeper(): boolean {
    return this.isKeeper();
  }

  /** What they may do now: whoever leads while the hosts are away may what they may. */
  get authority(): Rank {
    return authorityOf(this);
  }

  /** How high they stand when others want something of them. */
  get rank(): Rank {
    return rankOf(this);
  }

  /** As rules know them again. */
  get comer(): Comer {
    return { ...this.traces, userId: this.userId, guest: this.newcomer === 'visitor' };
  }

  get userId(): UserId {
    return this.person.id;
  }

  /** The codecs of pictures that the browser can show; all of them for one that shows none. */
  get shows(): readonly VideoCodec[] {
    const claimed = this.rtpCapabilities ? codecsIn(this.rtpCapabilities) : videoCodecs;
    return claimed.filter((codec) => !this.failedCodecs.has(codec));
  }

  /** What reaches others: over the media there is, and over what goes on beside it. */
  get sent(): ProducerInfo[] {
    return [...this.producers.values(), ...this.#formerly];
  }

  /** Whether others could hear the microphone. */
  get muted(): boolean {
    return !this.sent.some(({ source, paused }) => source === 'microphone' && !paused);
  }

  /** A new token for the seat; the one it was taken with stays good until this one has arrived. */
  issueSeatToken(): SeatToken {
    const token = SeatToken.parse(randomId());
    this.#tokens = [...this.#tokens.slice(0, 1), digest(token)];
    return token;
  }

  /** The client acts from its seat: it has the newest token, and the one before was used. */
  seatTokenArrived(): void {
    if (this.#tokens.length > 1) this.#tokens = this.#tokens.slice(1);
  }

  /** Says whether the token is one of this seat's; all others are worthless from then on. */
  takeSeat(token: SeatToken): boolean {
    const used = digest(token);
    if (!this.#tokens.includes(used)) return false;
    this.#tokens = [used];
    return true;
  }

  toInfo(): ParticipantInfo {
    const { id, userId, role, acting, joinedAt, handRaisedAt, handReason, onStage, spotlit } = this;
    const { person, quality } = this;
    const info: ParticipantInfo = {
      id,
      userId,
      name: person.name,
      avatar: person.avatar,
      picture: person.picture ?? null,
      role,
      acting,
      joinedAt,
      connected: this.connected && this.lostPaths.size === 0,
      handRaisedAt,
      handReason: handReason || null,
      onStage,
      spotlit,
      producers: this.producers.size > 0 ? [...this.producers.values()] : [],
    };
    // Added and not spread: everybody in sight is told with every step into a room.
    if (this.keeper) info.keeper = true;
    if (this.counted) info.counted = true;
    if (quality !== 'good') info.quality = quality;
    return info;
  }

  toRecord(roomId: RoomId): SeatRecord {
    const { id: participantId, person, role, joinedAt, handRaisedAt, spotlit, silenced } = this;
    const seat = { participantId, roomId, person, role, joinedAt, handRaisedAt, spotlit, silenced };
    const { onStage, handReason, invitedUntil, turnUntil } = this;
    const stage = { onStage, handReason, invitedUntil, turnUntil };
    return { ...seat, stage, tokens: this.#tokens };
  }
}
