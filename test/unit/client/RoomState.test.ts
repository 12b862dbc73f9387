import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RoomState } from '../../../client/session/RoomState.svelte.ts';
import type { ParticipantId } from '../../../protocol/ids.ts';
import type { NotificationName, NotificationPayload } from '../../../protocol/index.ts';
import type { ProducerInfo } from '../../../protocol/media.ts';
import type { ParticipantInfo, RoomSnapshot } from '../../../protocol/room.ts';
import { sources } from '../../../protocol/sources.ts';
import { aRoom } from '../../contract/storeSamples.ts';
import { aPerson, idOf } from './people.ts';

type Heard = {
  [Name in NotificationName]: [name: Name, payload: NotificationPayload<Name>];
}[NotificationName];

/** The room as the server has it, which tells every change of itself. */
class Truth {
  readonly people = new Map<ParticipantId, ParticipantInfo>();
  room = aRoom();
  talking: ParticipantId[] = [];
  active: ParticipantId | null = null;
  #made = 0;

  /** Changes something, by a number that says what; returns what is told of it. */
  change(what: number, which: number): Heard[] {
    const all = [...this.people.values()];
    const person = all[which % Math.max(1, all.length)];
    if (what === 0 || !person) return this.#join();
    const { id } = person;
    if (what === 1) {
      this.people.delete(id);
      return [['room:participantLeft', { id, reason: 'left' }]];
    }
    if (what === 2) {
      const changed = {
        ...person,
        name: `Name ${which}`,
        connected: which % 2 === 0,
        handRaisedAt: which % 3 || null,
        spotlit: which % 2 === 0,
      };
      this.people.set(id, changed);
      const { producers: _, userId: __, joinedAt: ___, ...told } = changed;
      return [['room:participantChanged', told]];
    }
    if (what === 3) return this.#toggle(person, which);
    if (what === 4) {
      this.talking = all.filter((_, index) => (which >> index) % 2 === 1).map(({ id }) => id);
      return [['room:talking', { ids: this.talking }]];
    }
    if (what === 5) {
      this.active = which % 3 === 0 ? null : id;
      return [['room:activeSpeaker', { id: this.active }]];
    }
    this.room = { ...this.room, name: `Room ${which}` };
    return [['room:changed', this.room]];
  }

  snapshot(): RoomSnapshot {
    return structuredClone({
      room: this.room,
      selfId: 'self-self-self-self' as ParticipantId,
      seatToken: 'token-token-token-t' as never,
      silenced: false,
      participants: [...this.people.values()],
      talkingIds: this.talking,
      activeSpeakerId: this.active,
      messages: [],
      moreMessages: false,
      chatRevision: 0,
      liveSince: 1,
      serverTime: 2,
      media: null,
    });
  }

  #join(): Heard[] {
    const number = ++this.#made;
    const person: ParticipantInfo = {
      id: `participant-${String(number).padStart(8, '0')}` as ParticipantId,
      userId: `user-user-user-${number}` as never,
      name: `P${number}`,
      avatar: 'a',
      role: 'member',
      joinedAt: number,
      connected: true,
      handRaisedAt: null,
      spotlit: false,
      producers: [],
    };
    this.people.set(person.id, person);
    return [['room:participantJoined', person]];
  }

  #toggle(person: ParticipantInfo, which: number): Heard[] {
    const participantId = person.id;
    const source = sources[which % sources.length] ?? 'microphone';
    const there = person.producers.find((producer) => producer.source === source);
    const others = person.producers.filter((producer) => producer.source !== source);
    if (there && which % 2 === 0) {
      this.people.set(participantId, { ...person, producers: others });
      return [['media:producerRemoved', { participantId, producerId: there.id }]];
    }
    const id = there?.id ?? (`producer-${++this.#made}-producer` as ProducerInfo['id']);
    const producer = { id, source, paused: !there?.paused };
    const producers = there
      ? person.producers.map((before) => (before === there ? producer : before))
      : [...person.producers, producer];
    this.people.set(participantId, { ...person, producers });
    const name = there ? 'media:producerChanged' : 'media:producerAdded';
    return [[name, { participantId, producer }]];
  }
}

const hear = (state: RoomState, told: readonly Heard[]) => {
  for (const [name, payload] of told) state.apply(name, payload);
};
const seenBy = (state: RoomState) => ({
  people: state.people,
  room: state.room,
  talking: [...state.talking],
  active: state.activeSpeakerId,
});
const changes = fc.array(fc.tuple(fc.nat({ max: 6 }), fc.nat({ max: 1_000 })), { maxLength: 40 });

test('a snapshot and every change after it make the room as it is', () => {
  fc.assert(
    fc.property(changes, changes, (before, after) => {
      const truth = new Truth();
      for (const [what, which] of before) truth.change(what, which);
      const state = new RoomState(truth.snapshot());
      for (const [what, which] of after) hear(state, truth.change(what, which));
      expect(seenBy(state)).toEqual(seenBy(new RoomState(truth.snapshot())));
    }),
  );
});

test('changes that the snapshot holds already do no harm when they come after it', () => {
  fc.assert(
    fc.property(changes, (during) => {
      const truth = new Truth();
      truth.change(0, 0);
      const told = during.flatMap(([what, which]) => truth.change(what, which));
      const state = new RoomState(truth.snapshot());
      // Those that overtook the answer are applied once more, in their order.
      hear(state, told);
      expect(seenBy(state)).toEqual(seenBy(new RoomState(truth.snapshot())));
    }),
  );
});

test('a new snapshot takes the place of everything', () => {
  fc.assert(
    fc.property(changes, changes, (one, two) => {
      const [old, fresh] = [new Truth(), new Truth()];
      for (const [what, which] of one) old.change(what, which);
      for (const [what, which] of two) fresh.change(what, which);
      const state = new RoomState(old.snapshot());
      state.begin(fresh.snapshot());
      expect(seenBy(state)).toEqual(seenBy(new RoomState(fresh.snapshot())));
    }),
  );
});

test('people stand in the order of their arrival, whoever speaks', () => {
  const truth = new Truth();
  for (let n = 0; n < 5; n++) truth.change(0, 0);
  const state = new RoomState(truth.snapshot());
  const before = state.people.map(({ id }) => id);
  hear(state, truth.change(4, 8));
  hear(state, truth.change(5, 4));
  expect(state.people.map(({ id }) => id)).toEqual(before);
});

test('a room that lost its media says so until it has some again', () => {
  const state = new RoomState(new Truth().snapshot());
  state.apply('media:lost', { retryAfterMs: 1_000 });
  expect(state.mediaLost).toBe(true);
  state.apply('media:moved', { generation: 2 });
  expect(state.mediaLost).toBe(false);
});

test('hands stand in the order in which they went up', () => {
  const truth = new Truth();
  for (const [number, handRaisedAt] of [
    [1, 30],
    [2, null],
    [3, 10],
    [4, 20],
  ] as const) {
    truth.people.set(idOf(number), { ...aPerson(number), handRaisedAt });
  }
  const state = new RoomState(truth.snapshot());
  expect(state.hands.map(({ id }) => id)).toEqual([idOf(3), idOf(4), idOf(1)]);
});

/** A room of three in sight, one of them oneself, and a crowd. */
function crowdedRoom({ counted }: { counted: boolean }) {
  const truth = new Truth();
  for (const number of [1, 2, 3]) truth.people.set(idOf(number), aPerson(number));
  const self = { ...aPerson(3), ...(counted && { counted }) };
  truth.people.set(self.id, self);
  const faces = [3, 4].map((number) => ({ id: idOf(number), name: `P${number}`, avatar: 'a' }));
  const crowd = { count: 40, faces: counted ? faces : faces.slice(1) };
  return new RoomState({ ...truth.snapshot(), selfId: self.id, crowd });
}

test('how many are here counts everybody once, whether one is in sight oneself or in the crowd', () => {
  expect(crowdedRoom({ counted: false })).toMatchObject({ count: 43, crowd: { count: 40 } });
  const state = crowdedRoom({ counted: true });
  expect(state).toMatchObject({ count: 42, crowd: { count: 39 } });
  expect(state.crowd.faces.map(({ id }) => id)).toEqual([idOf(4)]);
  state.apply('room:crowd', { count: 50, faces: [] });
  expect(state.count).toBe(52);
  state.apply('room:crowd', { count: 0, faces: [] });
  expect(state.count).toBe(3);
});

test('whoever comes out of the crowd is in sight from then on, oneself too', () => {
  const state = crowdedRoom({ counted: true });
  state.apply('room:participantJoined', aPerson(4));
  state.apply('room:participantJoined', { ...aPerson(3), handRaisedAt: 7 });
  state.apply('room:crowd', { count: 38, faces: [] });
  expect(state.people.map(({ id }) => id)).toEqual([1, 2, 3, 4].map(idOf));
  expect(state.self?.counted).toBeUndefined();
  expect(state.count).toBe(42);
});

test('what changes about oneself in the crowd leaves one there', () => {
  const state = crowdedRoom({ counted: true });
  const { joinedAt: _, userId: __, producers: ___, ...change } = { ...aPerson(3), name: 'Another' };
  state.apply('room:participantChanged', change);
  expect(state.self).toMatchObject({ name: 'Another', counted: true });
  expect(state.count).toBe(42);
});
