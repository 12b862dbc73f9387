import { expect, test } from 'vitest';
import { EventDate, EventId, EventSlug, FeedToken } from '../../protocol/ids.ts';
import { aGuest, anAnswer, anEvent } from './storeSamples.ts';
import { eachStore } from './stores.ts';

const first = EventDate.parse('2026-11-29');
const second = EventDate.parse('2026-12-06');
const token = (letter: string) => FeedToken.parse(letter.repeat(32));

eachStore((opened) => {
  test('keeps events as they were written last, the oldest first, as old as they are', async () => {
    const { schedule } = opened.store;
    const weekly = anEvent({
      createdAt: 1,
      recurrence: { every: 'week', interval: 2, weekdays: ['SU'], by: 'date', until: second, count: null },
      people: [{ person: aGuest(), role: 'speaker' }],
      off: [first],
      ended: { [second]: 1_800_000_000_000 },
      capacity: 12,
    });
    const once = anEvent({ createdAt: 2, status: 'draft' });
    for (const event of [once, weekly]) await schedule.saveEvent(event);
    expect(await schedule.events()).toEqual([weekly, once]);
    const slug = EventSlug.parse('another-address');
    const changed = { ...once, slug, status: 'published' as const, title: '别的', sequence: 1, changedAt: 9 };
    await schedule.saveEvent({ ...changed, createdAt: 99 });
    expect(await schedule.events()).toEqual([weekly, changed]);
    await schedule.removeEvent(weekly.id);
    await schedule.removeEvent(weekly.id);
    expect(await schedule.events()).toEqual([changed]);
  });

  test('keeps one answer of each person to each date, the earliest first, as long as there is the event', async () => {
    const { schedule } = opened.store;
    const event = anEvent();
    await schedule.saveEvent(event);
    const late = anAnswer(event.id, { at: 3 });
    const early = anAnswer(event.id, { at: 1, date: second });
    const changed = { ...late, answer: 'maybe' as const, at: 2 };
    for (const answer of [late, early, changed]) await schedule.saveAnswer(answer);
    expect(await schedule.answers()).toEqual([early, changed]);
    const nowhere = anAnswer(EventId.parse('n'.repeat(22)));
    await expect(schedule.saveAnswer(nowhere)).rejects.toMatchObject({ code: 'not_found' });
    await schedule.removeEvent(event.id);
    expect(await schedule.answers()).toEqual([]);
  });

  test('moves answers to another date, where what was answered there holds', async () => {
    const { schedule } = opened.store;
    const event = anEvent();
    await schedule.saveEvent(event);
    const [ann, bo] = [aGuest(), aGuest()];
    const moved = anAnswer(event.id, { person: ann, at: 1 });
    const settled = anAnswer(event.id, { person: bo, at: 2, date: second, answer: 'not' });
    for (const answer of [moved, settled, anAnswer(event.id, { person: bo, at: 3 })]) {
      await schedule.saveAnswer(answer);
    }
    await schedule.moveAnswers(event.id, first, second);
    expect(await schedule.answers()).toEqual([{ ...moved, date: second }, settled]);
  });

  test('keeps where calendars are found, one for each person', async () => {
    const { schedule } = opened.store;
    const [ann, bo] = [aGuest().id, aGuest().id];
    await schedule.saveFeed({ userId: ann, token: token('a') });
    await schedule.saveFeed({ userId: bo, token: token('b') });
    await schedule.saveFeed({ userId: ann, token: token('c') });
    const feeds = await schedule.feeds();
    expect(new Map(feeds.map((feed) => [feed.userId, feed.token]))).toEqual(
      new Map([
        [ann, token('c')],
        [bo, token('b')],
      ]),
    );
  });

  test('keeps what was told, how many came, and marks of who did until they are forgotten', async () => {
    const { schedule } = opened.store;
    const event = anEvent();
    await schedule.saveEvent(event);
    const told = { eventId: event.id, date: first, what: 'soon' };
    await schedule.saveTold(told);
    await schedule.saveTold(told);
    expect(await schedule.told()).toEqual([told]);
    const attendance = { eventId: event.id, date: first, peak: 3, people: 4 };
    await schedule.saveAttendance({ ...attendance, peak: 1 });
    await schedule.saveAttendance(attendance);
    expect(await schedule.attendances()).toEqual([attendance]);
    for (const mark of ['b', 'a', 'b']) await schedule.saveVisitor(event.id, first, mark);
    await schedule.saveVisitor(event.id, second, 'c');
    expect(await schedule.visitors(event.id, first)).toEqual(['a', 'b']);
    await schedule.forgetVisitors(event.id, first);
    expect(await schedule.visitors(event.id, first)).toEqual([]);
    expect(await schedule.visitors(event.id, second)).toEqual(['c']);
    await schedule.removeEvent(event.id);
    expect([await schedule.told(), await schedule.attendances()]).toEqual([[], []]);
  });

  test('forgets what somebody announced, answered and subscribed to', async () => {
    const { store } = opened;
    const [ann, bo] = [aGuest(), aGuest()];
    const [hers, his] = [anEvent({ author: ann }), anEvent({ author: bo })];
    for (const event of [hers, his]) {
      await store.schedule.saveEvent(event);
      for (const person of [ann, bo]) await store.schedule.saveAnswer(anAnswer(event.id, { person }));
    }
    await store.schedule.saveFeed({ userId: ann.id, token: token('a') });
    await store.forget(ann.id);
    expect(await store.schedule.events()).toEqual([his]);
    expect(await store.schedule.answers()).toMatchObject([{ eventId: his.id, person: { id: bo.id } }]);
    expect(await store.schedule.feeds()).toEqual([]);
  });
});
