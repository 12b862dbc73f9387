import { EventEmitter } from 'node:events';
import { RingId, type RoomId, type UserId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { IncomingRing, RingAnswer, RingInfo } from '../../protocol/rings.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { AppError } from '../errors.ts';
import { randomId } from '../rooms/Participant.ts';
import type { Room } from '../rooms/Room.ts';
import type { Audience } from './Audience.ts';
import type { Presence } from './Presence.ts';
import type { Ties } from './Ties.ts';

/** The rooms as this looks at them: `RoomRegistry` is one. */
interface Rooms {
  info(id: RoomId): RoomInfo | undefined;
  live(id: RoomId): Room | undefined;
  on(event: 'opened', listener: (room: Room) => void): unknown;
}

interface Parts {
  readonly ties: Ties;
  readonly audience: Pick<Audience, 'require' | 'mayEnter'>;
  readonly presence: Pick<Presence, 'of' | 'choiceOf'>;
  readonly rooms: Rooms;
}

interface RingsEvents {
  /** It rings for somebody. */
  incoming: [to: UserId, ring: IncomingRing];
  /** It rings for somebody no more. */
  over: [to: UserId, id: RingId];
  /** Whoever rings is to know what became of it. */
  changed: [caller: UserId, ring: RingInfo];
  /** Somebody was rung and could not hear of it, or did not answer. */
  missed: [to: UserId, from: PersonInfo, room: RoomInfo];
}

/** Friends being rung into a room. */
interface Ring {
  readonly id: RingId;
  readonly caller: PersonInfo;
  readonly room: RoomInfo;
  readonly video: boolean;
  /** What whoever rings is told of each. */
  readonly answers: Map<UserId, RingAnswer>;
  /** Those who can still answer. */
  readonly open: Set<UserId>;
  /** Those who find it elsewhere already, as they have nothing open here. */
  readonly noticed: Set<UserId>;
  timer: NodeJS.Timeout | undefined;
}

/** Who rings whom. It is of the moment: nothing of it is kept. */
export class Rings extends EventEmitter<RingsEvents> {
  readonly #parts: Parts;
  readonly #rings = new Map<RingId, Ring>();

  constructor(parts: Parts) {
    super();
    this.#parts = parts;
    parts.rooms.on('opened', (room) => this.#follow(room));
    parts.ties.on('apart', (one, other) => {
      for (const ring of this.#rings.values()) {
        if (ring.caller.id === one) this.#close(ring, other, 'missed');
        if (ring.caller.id === other) this.#close(ring, one, 'missed');
      }
    });
  }

  /** Rings friends. Throws `not_found` for no room of the caller's, `forbidden` for who is no friend or may not enter. */
  call(caller: PersonInfo, roomId: RoomId, people: readonly UserId[], video: boolean): RingInfo {
    const { rooms, audience, ties } = this.#parts;
    const room = rooms.info(roomId);
    if (!room) throw new AppError('not_found', 'There is no such room.');
    audience.require(room, caller.id);
    const wanted = new Set(people);
    for (const id of wanted) {
      if (!ties.areFriends(caller.id, id)) throw new AppError('forbidden', 'Only friends ring each other.');
      if (!audience.mayEnter(room, id)) throw new AppError('forbidden', 'The room is not for them.');
    }
    // Whoever rings once more rings those anew, and the others no longer.
    for (const ring of [...this.#rings.values()]) if (ring.caller.id === caller.id) this.#end(ring, wanted);
    const id = RingId.parse(randomId());
    const state = {
      answers: new Map(),
      open: new Set<UserId>(),
      noticed: new Set<UserId>(),
      timer: undefined,
    };
    const ring: Ring = { id, caller, room, video, ...state };
    this.#rings.set(id, ring);
    ring.timer = setTimeout(() => this.#end(ring), limits.ringMs);
    ring.timer.unref();
    for (const other of wanted) this.#ring(ring, other);
    const info = toInfo(ring, ring.open.size === 0);
    if (info.over) this.#end(ring);
    return info;
  }

  /** Who rings somebody at this moment. */
  waiting(id: UserId): IncomingRing[] {
    if (this.#isQuiet(id)) return [];
    return [...this.#rings.values()].filter(({ open }) => open.has(id)).map(toIncoming);
  }

  /** Somebody does not come; one that is over is fine. */
  decline(by: UserId, id: RingId): void {
    const ring = this.#rings.get(id);
    // Who is not seen to be here does not come to be by an answer.
    if (ring) this.#close(ring, by, ring.answers.get(by) === 'away' ? 'away' : 'declined');
  }

  /** Whoever rings takes it back; one that is over, or somebody else's, is fine. */
  cancel(by: UserId, id: RingId): void {
    const ring = this.#rings.get(id);
    if (ring?.caller.id === by) this.#end(ring);
  }

  #ring(ring: Ring, id: UserId): void {
    const { rooms, presence } = this.#parts;
    if (rooms.live(ring.room.id)?.find(id)) {
      ring.answers.set(id, 'joined');
      return;
    }
    ring.open.add(id);
    ring.answers.set(id, presence.of(id, ring.caller.id).status === 'offline' ? 'away' : 'ringing');
    if (presence.of(id, id).status === 'offline') {
      ring.noticed.add(id);
      this.emit('missed', id, ring.caller, ring.room);
    } else if (!this.#isQuiet(id)) this.emit('incoming', id, toIncoming(ring));
  }

  #isQuiet(id: UserId): boolean {
    return this.#parts.presence.choiceOf(id).status === 'dnd';
  }

  #follow(room: Room): void {
    const here = () => [...this.#rings.values()].filter((ring) => ring.room.id === room.info.id);
    room.on('participantJoined', ({ userId }) => {
      for (const ring of here()) this.#close(ring, userId, 'joined');
    });
    room.on('participantLeft', ({ userId }, reason) => {
      // Another tab takes the place of this one.
      if (reason === 'replaced') return;
      for (const ring of here()) if (ring.caller.id === userId) this.#end(ring);
    });
  }

  /** It is settled for somebody. */
  #close(ring: Ring, id: UserId, answer: RingAnswer): void {
    if (!ring.open.delete(id)) return;
    ring.answers.set(id, answer);
    this.emit('over', id, ring.id);
    if (ring.open.size === 0) this.#end(ring);
    else this.emit('changed', ring.caller.id, toInfo(ring, false));
  }

  /** Those who are rung anew have missed nothing. */
  #end(ring: Ring, anew: ReadonlySet<UserId> = new Set()): void {
    if (!this.#rings.delete(ring.id)) return;
    clearTimeout(ring.timer);
    const { open, answers, noticed, caller, room } = ring;
    for (const id of open) {
      if (answers.get(id) === 'ringing') answers.set(id, 'missed');
      this.emit('over', id, ring.id);
      if (!noticed.has(id) && !anew.has(id)) this.emit('missed', id, caller, room);
    }
    this.emit('changed', caller.id, toInfo(ring, true));
  }
}

function toInfo({ id, room, answers }: Ring, over: boolean): RingInfo {
  return { id, roomId: room.id, people: [...answers].map(([id, answer]) => ({ id, answer })), over };
}

function toIncoming({ id, caller, room, video }: Ring): IncomingRing {
  return { id, from: caller, room: { id: room.id, slug: room.slug, name: room.name }, video };
}
