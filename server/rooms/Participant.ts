import { createHash, randomBytes } from 'node:crypto';
import { ParticipantId, type ProducerId, SeatToken, type UserId } from '../../protocol/ids.ts';
import type { ProducerInfo } from '../../protocol/media.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { ParticipantInfo, Role } from '../../protocol/room.ts';
import { AppError } from '../errors.ts';
import type { MediaPeer } from '../media/api.ts';

/** 128 random bits that nobody guesses. */
export function randomId(): string {
  return randomBytes(16).toString('base64url');
}

const digest = (token: string) => createHash('sha256').update(token).digest('hex');

/** A user in a live room. The seat outlives the socket; the token brings its owner back to it. */
export class Participant {
  readonly id: ParticipantId = ParticipantId.parse(randomId());
  readonly role: Role;
  readonly joinedAt: number = Date.now();
  readonly producers = new Map<ProducerId, ProducerInfo>();
  person: PersonInfo;
  connected = true;
  /** The media of the participant; another one when the browser had to begin anew. */
  peer: MediaPeer | undefined;
  /** Frees the seat when its socket does not come back. */
  seatTimer: NodeJS.Timeout | undefined;
  /** Digests: the token that was used last, then the one that was given out since. */
  #tokens: string[] = [];

  constructor(person: PersonInfo, role: Role) {
    this.person = person;
    this.role = role;
  }

  requirePeer(): MediaPeer {
    if (!this.peer) throw new AppError('gone', 'The participant left.');
    return this.peer;
  }

  get userId(): UserId {
    return this.person.id;
  }

  /** Whether others could hear the microphone. */
  get muted(): boolean {
    return ![...this.producers.values()].some(({ source, paused }) => source === 'microphone' && !paused);
  }

  /**
   * A new token for the seat. The one before stays good until the new one is used: the answer that carries the new
   * one may be lost on the way.
   */
  issueSeatToken(): SeatToken {
    const token = SeatToken.parse(randomId());
    this.#tokens = [...this.#tokens.slice(0, 1), digest(token)];
    return token;
  }

  /** Says whether the token is one of this seat's. Using the newest one makes all before it worthless. */
  takeSeat(token: SeatToken): boolean {
    const used = digest(token);
    if (!this.#tokens.includes(used)) return false;
    this.#tokens = [used];
    return true;
  }

  toInfo(): ParticipantInfo {
    const { id, userId, role, joinedAt, connected, person } = this;
    return {
      id,
      userId,
      name: person.name,
      avatar: person.avatar,
      role,
      joinedAt,
      connected,
      producers: [...this.producers.values()],
    };
  }
}
