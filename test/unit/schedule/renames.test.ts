import { expect, test } from 'vitest';
import { Answers } from '../../../server/schedule/Answers.ts';
import { datesBetween } from '../../../server/schedule/dates.ts';
import { horizonMs, Schedule } from '../../../server/schedule/Schedule.ts';
import { MemorySchedule } from '../../../server/store/MemorySchedule.ts';
import { MemoryStore } from '../../../server/store/MemoryStore.ts';
import type { AnswerRecord, EventRecord } from '../../../server/store/ScheduleStore.ts';
import { aGuest, anEvent, aRoom } from '../../contract/storeSamples.ts';
import { RecordingLog } from '../../support/RecordingLog.ts';

const now = Date.now();
const ann = { ...aGuest(), name: 'Ann' };
const anna = { ...ann, name: 'Anna' };

/** A store in which something else happens before whoever writes hears that it is written. */
class SlowSchedule extends MemorySchedule {
  meanwhile: (() => Promise<unknown>) | null = null;
  written = 0;

  override async saveEvent(event: EventRecord): Promise<void> {
    await super.saveEvent(event);
    await this.#wrote();
  }

  override async removeEvent(id: EventRecord['id']): Promise<void> {
    await super.removeEvent(id);
    await this.#wrote();
  }

  override async saveAnswer(answer: AnswerRecord): Promise<void> {
    await super.saveAnswer(answer);
    await this.#wrote();
  }

  async #wrote(): Promise<void> {
    this.written++;
    const { meanwhile } = this;
    this.meanwhile = null;
    await meanwhile?.();
  }
}

/** Two evenings of Ann’s to come, to both of which she said that she is going. */
async function twoEvenings() {
  const store = new MemoryStore();
  const kept = new SlowSchedule({ requireOpen() {}, requireTaking() {} });
  const room = aRoom({ openedBy: ann, lasting: true });
  const evening = () => anEvent({ author: ann, roomId: room.id, startsAt: now + 86_400_000 });
  const events: [EventRecord, EventRecord] = [evening(), evening()];
  for (const event of events) await kept.saveEvent(event);
  const schedule = await Schedule.load({
    store: { schedule: kept, guests: store.guests, interests: store.interests },
    rooms: { info: () => room },
    ties: { areApart: () => false },
    audience: { mayEnter: () => true },
  } as never);
  const answers = await Answers.load({ store: kept, schedule, log: new RecordingLog() });
  const answer = async (event: EventRecord, said: 'going' | 'not') => {
    const [time] = datesBetween(event, now, now + horizonMs);
    if (!time) throw new Error('It is over.');
    await answers.answer(event, time, ann, said);
  };
  for (const event of events) await answer(event, 'going');
  kept.written = 0;
  return { events, kept, schedule, answers, answer };
}

test('an evening that is called off while names are written stays called off, in memory and when kept', async () => {
  for (const which of [0, 1] as const) {
    const { events, kept, schedule } = await twoEvenings();
    const { id, slug } = events[which];
    kept.meanwhile = () => schedule.cancel(slug, null, ann.id);
    await schedule.rename(anna);
    expect(schedule.byId(id)).toMatchObject({ status: 'cancelled', author: { name: 'Anna' } });
    const after = await kept.events();
    expect(after.find((event) => event.id === id)).toMatchObject({ status: 'cancelled' });
    expect(after.map(({ author }) => author.name)).toEqual(['Anna', 'Anna']);
  }
});

test('a call-off that is being written when somebody takes another name wins, and has the name', async () => {
  const { events, kept, schedule } = await twoEvenings();
  const [{ id, slug }] = events;
  kept.meanwhile = () => schedule.rename(anna);
  await schedule.cancel(slug, null, ann.id);
  const both = { status: 'cancelled', author: { name: 'Anna' } };
  expect(schedule.byId(id)).toMatchObject(both);
  const after = await kept.events();
  expect(after.find((event) => event.id === id)).toMatchObject(both);
});

test('what is removed while names are written does not come back', async () => {
  for (const first of ['rename', 'forget'] as const) {
    const { kept, schedule } = await twoEvenings();
    kept.meanwhile = () => (first === 'rename' ? schedule.forget(ann.id) : schedule.rename(anna));
    await (first === 'rename' ? schedule.rename(anna) : schedule.forget(ann.id));
    expect(schedule.of(ann.id)).toEqual([]);
    expect(await kept.events()).toEqual([]);
  }
});

test('an event that could not be kept is what it was', async () => {
  const { events, kept, schedule } = await twoEvenings();
  const [{ id, slug }] = events;
  kept.meanwhile = () => Promise.reject(new Error('no disk'));
  await expect(schedule.cancel(slug, null, ann.id)).rejects.toThrow('no disk');
  expect(schedule.find(slug, ann.id)).toMatchObject({ id, status: 'published' });
});

test('an answer that is given while names are written is the one that holds', async () => {
  const { events, kept, answers, answer } = await twoEvenings();
  kept.meanwhile = () => answer(events[1], 'not');
  await answers.rename(anna);
  const held = answers.by(ann.id).map(({ eventId, answer: said }) => [eventId, said]);
  expect(Object.fromEntries(held)).toEqual({ [events[0].id]: 'going', [events[1].id]: 'not' });
  const after = (await kept.answers()).map(({ eventId, answer: said }) => [eventId, said]);
  expect(Object.fromEntries(after)).toEqual({ [events[0].id]: 'going', [events[1].id]: 'not' });
});

test('what has the name already is not written again', async () => {
  const { kept, schedule, answers } = await twoEvenings();
  await schedule.rename(anna);
  await answers.rename(anna);
  expect(kept.written).toBe(4);
  await schedule.rename({ ...anna, picture: null });
  await answers.rename(anna);
  expect(kept.written).toBe(4);
});
