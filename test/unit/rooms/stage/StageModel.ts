import type { ParticipantId } from '../../../../protocol/ids.ts';
import type { RoomInfo } from '../../../../protocol/room.ts';
import { Sanctions } from '../../../../server/moderation/Sanctions.ts';
import type { Participant } from '../../../../server/rooms/Participant.ts';
import { RecentMessages } from '../../../../server/rooms/RecentMessages.ts';
import { Roles } from '../../../../server/rooms/Roles.ts';
import { Room } from '../../../../server/rooms/Room.ts';
import { MemoryStore } from '../../../../server/store/MemoryStore.ts';
import { aGuest, aRoom } from '../../../contract/storeSamples.ts';
import { FakeClock } from '../../../support/FakeClock.ts';
import { FakeMediaEngine } from '../../../support/FakeMediaEngine.ts';
import { microphone } from '../../../support/rtp.ts';

/** Somebody as the rules of the stage are told on paper. */
export interface ModelPerson {
  readonly host: boolean;
  onStage: boolean;
  /** What is left to answer an invitation. */
  invitedMs: number | null;
}

/** The rules of the stage, told a second time and as simply as can be; people are numbers. */
export class StageModel {
  mode: RoomInfo['mode'] = 'lounge';
  mics: RoomInfo['mics'] = 'free';
  handsOpen = true;
  readonly people = new Map<number, ModelPerson>();
  readonly hands: number[] = [];
  readonly invited: number[] = [];
  turn: { who: number; leftMs: number } | null = null;
  came = 0;

  maySpeak(who: number): boolean {
    const person = this.people.get(who);
    if (!person) return false;
    const isTurn = this.turn?.who === who;
    if (this.mode === 'stage' && !person.onStage && !isTurn) return false;
    return this.mics === 'free' || person.host || (this.mics === 'turns' && isTurn);
  }

  lower(who: number): void {
    const place = this.hands.indexOf(who);
    if (place >= 0) this.hands.splice(place, 1);
  }

  uninvite(who: number): void {
    const place = this.invited.indexOf(who);
    if (place >= 0) this.invited.splice(place, 1);
    const person = this.people.get(who);
    if (person) person.invitedMs = null;
  }

  invite(who: number): void {
    const person = this.people.get(who);
    if (!person) return;
    person.invitedMs = 60_000;
    this.invited.push(who);
  }

  /** Ends turns nobody has, and begins the next one. */
  settle(): void {
    if (this.turn && (this.mics !== 'turns' || !this.people.has(this.turn.who))) this.turn = null;
    if (this.turn || this.mics !== 'turns') return;
    const next = this.hands[0];
    if (next === undefined) return;
    this.lower(next);
    this.turn = { who: next, leftMs: 60_000 };
  }

  /** A second goes by, of which everything there is a multiple. */
  second(): void {
    if (this.turn) this.turn.leftMs -= 1_000;
    for (const who of [...this.invited]) {
      const person = this.people.get(who);
      if (person?.invitedMs) person.invitedMs -= 1_000;
    }
    // Invitations and turns that end in the same second end in the order in which they began: tests wind apart.
    for (const who of this.invited.filter((one) => this.people.get(one)?.invitedMs === 0)) {
      this.uninvite(who);
      this.lower(who);
      const next = this.hands.find((one) => !this.people.get(one)?.onStage && !this.invited.includes(one));
      if (next !== undefined && this.mode === 'stage') this.invite(next);
    }
    if (this.turn?.leftMs === 0) {
      this.turn = null;
      this.settle();
    }
  }
}

/** A real room with a faked SFU and a clock that is wound. */
export class StageHouse {
  readonly clock = new FakeClock();
  readonly room: Room;
  readonly byNumber = new Map<number, Participant>();
  #host = aGuest();

  private constructor(room: (clock: FakeClock, host: typeof this.hostPerson) => Room) {
    this.room = room(this.clock, this.#host);
  }

  get hostPerson() {
    return this.#host;
  }

  static async open(): Promise<StageHouse> {
    const engine = new FakeMediaEngine();
    const id = aRoom().id;
    engine.answer = async () => {};
    const media = await engine.createRoom(id);
    const chat = new RecentMessages({ messages: [], more: false, revision: 0 }, [], 50);
    const store = new MemoryStore();
    const sanctions = await Sanctions.load(store.sanctions);
    const roles = await Roles.load(store.roles);
    return new StageHouse((clock, openedBy) => {
      const info = aRoom({ id, openedBy });
      const room = new Room(info, { chat, sanctions, roles, seats: [] }, { capacity: 100, seatMs: 1, clock });
      room.tracks.use(media);
      return room;
    });
  }

  join(who: number, host: boolean): void {
    const person = host ? this.#host : { ...aGuest(), name: `P${who}` };
    const admission = {
      rtpCapabilities: undefined,
      seatToken: undefined,
      keepMedia: false,
      newcomer: 'visitor',
    } as const;
    this.byNumber.set(who, this.room.admit(person, admission).participant);
  }

  leave(who: number): void {
    this.room.remove(this.of(who), 'left');
  }

  /** Also of somebody who has left. */
  idOf(who: number): ParticipantId {
    return this.byNumber.get(who)?.id ?? ('nobody-nobody-nobody' as ParticipantId);
  }

  of(who: number): Participant {
    return this.room.require(this.idOf(who));
  }

  numberOf(id: ParticipantId): number {
    return [...this.byNumber].find(([, participant]) => participant.id === id)?.[0] ?? -1;
  }

  /** Tries to open the microphone, by which of both ways there are. */
  async speak(who: number): Promise<void> {
    const participant = this.of(who);
    const [own] = participant.producers.values();
    if (own) return await this.room.tracks.setPaused(participant, own.id, false);
    const { id } = await participant.requirePeer().createTransport('send');
    const { id: made, paused } = await this.room.tracks.produce(participant, microphone(id));
    if (paused) await this.room.tracks.setPaused(participant, made, false);
  }
}
