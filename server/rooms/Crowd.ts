import type { EventEmitter } from 'node:events';
import { limits } from '../../protocol/limits.ts';
import { isAtLeast } from '../../protocol/ranks.ts';
import type { CrowdInfo } from '../../protocol/room.ts';
import type { Participant } from './Participant.ts';
import type { RoomEvents } from './RoomEvents.ts';

/** What the crowd needs of its room. */
interface CrowdedRoom extends EventEmitter<RoomEvents> {
  readonly participants: ReadonlyMap<unknown, Participant>;
  readonly closed: boolean;
}

// Well below, so that nobody comes into sight and goes again as two or three come and go.
const untilShare = 0.75;

/**
 * Where many people are, those who came later and only listen are counted and not shown one by one. Whoever does
 * something is shown from then on, as long as they stay.
 */
export class Crowd {
  readonly #room: CrowdedRoom;
  readonly #from: number;
  readonly #shown = new Set<Participant>();
  readonly #counted = new Set<Participant>();
  /** Those whose faces stand for the others: they stay as long as they can. */
  readonly #faces = new Set<Participant>();
  #on = false;

  constructor(room: CrowdedRoom, from: number = limits.crowdFrom) {
    this.#room = room;
    this.#from = from;
    for (const participant of room.participants.values()) this.place(participant, undefined);
    const look = (participant: Participant) => this.#look(participant);
    room.on('participantChanged', look).on('seatChanged', look).on('producerAdded', look);
    room.on('participantLeft', (participant) => this.#left(participant));
  }

  /** Everybody who is not in it: whoever sends something, is on stage, wants to or leads is one of them. */
  get shown(): ReadonlySet<Participant> {
    return this.#shown;
  }

  get info(): CrowdInfo {
    const faces = [...this.#faces].map(({ id, person: { name, avatar, picture } }) => {
      return { id, name, avatar, ...(picture && { picture }) };
    });
    return { count: this.#counted.size, faces };
  }

  /** On the way in: into the crowd, or in sight of everybody, as whoever was so on the seat `before`. */
  place(participant: Participant, before: Participant | undefined): void {
    if (this.#shown.size >= this.#from) this.#on = true;
    const wasShown = before !== undefined && !before.counted;
    if (!this.#on || wasShown || standsOut(participant)) {
      this.#shown.add(participant);
      return;
    }
    participant.counted = true;
    this.#counted.add(participant);
    this.#face(participant);
    this.#room.emit('crowdChanged');
  }

  #look(participant: Participant): void {
    if (!this.#counted.has(participant)) return;
    if (standsOut(participant)) this.#show(participant);
    else if (this.#faces.has(participant) && participant.hidden) this.#unface(participant);
    else this.#face(participant);
    // Whatever changed of whom: only what others see of it is told.
    this.#room.emit('crowdChanged');
  }

  #left(participant: Participant): void {
    this.#shown.delete(participant);
    if (this.#counted.delete(participant)) {
      this.#unface(participant);
      this.#room.emit('crowdChanged');
    }
    const { participants, closed } = this.#room;
    if (!this.#on || closed || participants.size > this.#from * untilShare) return;
    this.#on = false;
    for (const one of [...this.#counted]) this.#show(one);
    this.#room.emit('crowdChanged');
  }

  #show(participant: Participant): void {
    participant.counted = false;
    this.#counted.delete(participant);
    this.#shown.add(participant);
    this.#unface(participant);
    this.#room.emit('shown', participant);
  }

  /** Who is hidden from strangers stands for nobody. */
  #face(participant: Participant): void {
    if (this.#faces.size < limits.crowdFaces && !participant.hidden) this.#faces.add(participant);
  }

  /** Somebody else takes the place. */
  #unface(participant: Participant): void {
    if (!this.#faces.delete(participant)) return;
    for (const next of this.#counted) {
      if (next === participant || next.hidden || this.#faces.has(next)) continue;
      this.#faces.add(next);
      return;
    }
  }
}

/** Whether somebody is more than one of many who listen. */
function standsOut(participant: Participant): boolean {
  const { rank, acting, onStage, spotlit, handRaisedAt, invitedUntil, turnUntil, producers } = participant;
  const onTheWayUp = handRaisedAt !== null || invitedUntil !== null || turnUntil !== null;
  return isAtLeast(rank, 'speaker') || acting || onStage || spotlit || onTheWayUp || producers.size > 0;
}
