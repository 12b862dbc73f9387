import { beforeEach, expect, test } from 'vitest';
import { PollId, QuestionId, type RoomId } from '../../protocol/ids.ts';
import { randomId } from '../../server/rooms/Participant.ts';
import type { PollDraft, QuestionDraft } from '../../server/store/BoardStore.ts';
import type { Store } from '../../server/store/Store.ts';
import { aGuest, aRoom } from './storeSamples.ts';
import { eachStore } from './stores.ts';

const aQuestion = (roomId: RoomId, changes: Partial<QuestionDraft> = {}): QuestionDraft => ({
  id: QuestionId.parse(randomId()),
  roomId,
  author: aGuest(),
  text: '暗房新手先买放大机吗？',
  askedAt: 1_800_000_000_000,
  state: 'open',
  ...changes,
});

const aPoll = (roomId: RoomId, changes: Partial<PollDraft> = {}): PollDraft => ({
  id: PollId.parse(randomId()),
  roomId,
  text: 'Gloves or tongs?',
  options: ['Gloves', 'Tongs', 'Neither'],
  kind: 'multiple',
  openedAt: 1_800_000_000_000,
  closedAt: null,
  ...changes,
});

eachStore((opened) => {
  let store: Store;
  const room = aRoom();
  beforeEach(async () => {
    store = opened.store;
    await store.rooms.add(room);
  });

  test('keeps questions with one vote of each, and what becomes of them', async () => {
    const [ann, bo] = [aGuest(), aGuest()];
    const question = aQuestion(room.id, { author: ann });
    const later = aQuestion(room.id, { askedAt: question.askedAt + 1 });
    for (const one of [later, question]) await store.board.saveQuestion(one);
    for (const { id } of [ann, bo, bo]) await store.board.voteFor(question.id, id, true);
    await store.board.saveQuestion({ ...question, state: 'answered' });
    await store.board.voteFor(later.id, bo.id, true);
    await store.board.voteFor(later.id, bo.id, false);
    expect(await store.board.questions(room.id)).toEqual([
      { ...question, state: 'answered', voters: [ann.id, bo.id].sort() },
      { ...later, voters: [] },
    ]);
    expect(await store.board.questionsBy(ann.id)).toEqual([{ ...question, state: 'answered' }]);
    await store.board.removeQuestion(question.id);
    await store.board.removeQuestion(question.id);
    expect((await store.board.questions(room.id)).map(({ id }) => id)).toEqual([later.id]);
    await expect(store.board.voteFor(question.id, bo.id, true)).rejects.toMatchObject({ code: 'not_found' });
  });

  test('keeps polls, and of each person the last choice', async () => {
    const [ann, bo] = [aGuest(), aGuest()];
    const [poll, other] = [aPoll(room.id), aPoll(room.id, { openedAt: 1_800_000_000_001 })];
    for (const one of [other, poll]) await store.board.savePoll(one);
    await store.board.choose(poll.id, ann.id, [0, 2]);
    await store.board.choose(poll.id, bo.id, [0]);
    await store.board.choose(poll.id, bo.id, [1]);
    await store.board.savePoll({ ...poll, closedAt: 1_800_000_000_009 });
    const votes = [
      { userId: ann.id, choices: [0, 2] },
      { userId: bo.id, choices: [1] },
    ].sort((a, b) => (a.userId < b.userId ? -1 : 1));
    expect(await store.board.polls(room.id)).toEqual([
      { ...poll, closedAt: 1_800_000_000_009, votes },
      { ...other, votes: [] },
    ]);
    expect(await store.board.pollsOf(bo.id)).toEqual([
      { ...poll, closedAt: 1_800_000_000_009, votes: [{ userId: bo.id, choices: [1] }] },
    ]);
    await store.board.removePoll(poll.id);
    expect((await store.board.polls(room.id)).map(({ id }) => id)).toEqual([other.id]);
    await expect(store.board.choose(poll.id, bo.id, [0])).rejects.toMatchObject({ code: 'not_found' });
  });

  test('has no board for rooms that are not kept, and nothing of people who left for good', async () => {
    const [gone, ann, bo] = [aRoom(), aGuest(), aGuest()];
    const nothing = { code: 'not_found' };
    await expect(store.board.saveQuestion(aQuestion(gone.id))).rejects.toMatchObject(nothing);
    await expect(store.board.savePoll(aPoll(gone.id))).rejects.toMatchObject(nothing);
    await store.rooms.add(gone);
    await store.board.saveQuestion(aQuestion(gone.id));
    await store.board.savePoll(aPoll(gone.id));
    await store.rooms.remove(gone.id);
    expect([await store.board.questions(gone.id), await store.board.polls(gone.id)]).toEqual([[], []]);

    const [own, theirs, poll] = [
      aQuestion(room.id, { author: ann }),
      aQuestion(room.id, { author: bo }),
      aPoll(room.id),
    ];
    for (const question of [own, theirs]) {
      await store.board.saveQuestion(question);
      for (const { id } of [ann, bo]) await store.board.voteFor(question.id, id, true);
    }
    await store.board.savePoll(poll);
    for (const { id } of [ann, bo]) await store.board.choose(poll.id, id, [0]);
    await store.forget(ann.id);
    expect(await store.board.questions(room.id)).toEqual([{ ...theirs, voters: [bo.id] }]);
    expect(await store.board.polls(room.id)).toEqual([{ ...poll, votes: [{ userId: bo.id, choices: [0] }] }]);
    expect(await store.board.pollsOf(ann.id)).toEqual([]);
  });
});
