import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LocalMedia } from '../../../client/session/LocalMedia.svelte.ts';
import { RequestError, type RequestProblem } from '../../../client/session/RequestError.ts';
import { RoomSession } from '../../../client/session/RoomSession.svelte.ts';
import { RoomSlug, UserId } from '../../../protocol/ids.ts';
import type { NotificationName, NotificationPayload } from '../../../protocol/index.ts';
import type { RoomSnapshot } from '../../../protocol/room.ts';
import { aRoom } from '../../contract/storeSamples.ts';
import { FakeSignaling } from './FakeSignaling.ts';
import { aPerson, idOf } from './people.ts';

/** A line that is lost, back, and says something whenever a test wants. */
class FakeLine extends FakeSignaling {
  readonly #connections = new Set<(connected: boolean) => void>();
  readonly #heard = new Set<Parameters<FakeSignaling['onAny']>[0]>();

  override get connected(): boolean {
    return true;
  }

  override onConnection(listener: (connected: boolean) => void): () => void {
    this.#connections.add(listener);
    return () => this.#connections.delete(listener);
  }

  override onAny(listener: Parameters<FakeSignaling['onAny']>[0]): () => void {
    this.#heard.add(listener);
    return () => this.#heard.delete(listener);
  }

  be(...connected: boolean[]): void {
    for (const now of connected) for (const listener of [...this.#connections]) listener(now);
  }

  say<Name extends NotificationName>(name: Name, payload: NotificationPayload<Name>): void {
    for (const listener of [...this.#heard]) listener(name, payload);
  }

  get joins(): number {
    return this.asked.filter(({ name }) => name === 'room:join').length;
  }
}

const snapshot: RoomSnapshot = {
  room: aRoom(),
  selfId: idOf(1),
  seatToken: null,
  silenced: false,
  participants: [aPerson(1), aPerson(2)],
  talkingIds: [],
  activeSpeakerId: null,
  messages: [],
  moreMessages: false,
  chatRevision: 0,
  liveSince: 1,
  serverTime: 1,
  media: null,
};

let line: FakeLine;
let session: RoomSession;
beforeEach(async () => {
  line = new FakeLine();
  line.replies['room:join'] = () => structuredClone(snapshot);
  session = new RoomSession(RoomSlug.parse('the-bakery'), {
    signaling: line,
    local: new LocalMedia(),
    userId: UserId.parse('user-with-number-1'),
    device: async () => null,
    companion: true,
  });
  await session.join();
});
afterEach(() => session.leave());

function refuse(code: RequestProblem): void {
  line.replies['room:join'] = () => {
    throw new RequestError(code, '');
  };
}

test('a line that says several times that it is back brings one back once', async () => {
  line.be(false, true, true, true);
  await setImmediate();
  expect([line.joins, session.status]).toEqual([2, 'here']);
  line.be(false, true);
  await setImmediate();
  expect([line.joins, session.status]).toEqual([3, 'here']);
});

test('a line that is lost again while one comes back does not hold up the next one', async () => {
  line.be(false, true, false, true);
  await setImmediate();
  expect([line.joins, session.status]).toEqual([3, 'here']);
});

test('who reads along goes on reading when the call moves to yet another tab', async () => {
  line.say('room:ended', { reason: 'replaced', until: null });
  await setImmediate();
  expect([line.joins, session.status]).toEqual([2, 'here']);
});

test('who reads along is told that the call is over, whether by the server or on coming back', async () => {
  refuse('conflict');
  line.be(false, true);
  await setImmediate();
  expect([session.status, session.endReason, session.problem]).toEqual(['ended', 'left', null]);
});

test('whoever is put out knows until when, and does not knock again', async () => {
  line.say('room:ended', { reason: 'removed', until: 1_000 });
  line.be(false, true);
  await setImmediate();
  expect([session.endReason, session.removedUntil, line.joins]).toEqual(['removed', 1_000, 1]);
});

test('a room that was locked meanwhile ends the stay with its reason', async () => {
  refuse('room_locked');
  line.be(false, true);
  await setImmediate();
  expect([session.endReason, session.problem?.code]).toEqual(['refused', 'room_locked']);
});
