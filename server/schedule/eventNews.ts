import type { InterestSlug, UserId } from '../../protocol/ids.ts';
import type { NoticeKind } from '../../protocol/notices.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { EventTime } from '../../protocol/schedule.ts';
import type { Logger } from '../log.ts';
import type { NoticeChoices } from '../people/NoticeChoices.ts';
import type { Notices } from '../people/Notices.ts';
import type { News } from '../people/noticeRules.ts';
import type { EventRecord } from '../store/ScheduleStore.ts';
import type { Answers } from './Answers.ts';
import { datesBetween } from './dates.ts';
import { horizonMs, type Schedule } from './Schedule.ts';

interface Parts {
  readonly schedule: Schedule;
  readonly answers: Answers;
  readonly notices: Pick<Notices, 'tell'>;
  readonly choices: Pick<NoticeChoices, 'whoWants'>;
  readonly log: Logger;
}

type EventKind = Extract<NoticeKind, `event${string}`>;

/** What is told of a date of an event; `who` is seen beside it. */
export function newsOf(
  kind: EventKind,
  event: EventRecord,
  time: EventTime,
  { schedule }: Pick<Parts, 'schedule'>,
  who: PersonInfo | null = null,
): News {
  const { slug, title, topic } = event;
  const room = schedule.roomOf(event);
  const { date, startsAt } = time;
  return { kind, who, text: topic, event: { slug, date, title, startsAt }, ...(room && { room }) };
}

/** Everybody whom a date concerns: who comes, perhaps comes or waits, and who is on stage. */
export function concerned({ id, author, people }: EventRecord, time: EventTime, answers: Answers): UserId[] {
  const answered = answers.to(id, time.date);
  const out = new Set(answered.filter(({ answer }) => answer === 'not').map(({ person }) => person.id));
  const coming = answered.filter(({ answer }) => answer !== 'not').map(({ person }) => person.id);
  const staged = [author.id, ...people.map(({ person }) => person.id)].filter((userId) => !out.has(userId));
  return [...new Set([...staged, ...coming])];
}

/** Makes news of what becomes of events, for whoever wants to be told. */
export function bringEventNews(parts: Parts): void {
  const { schedule, answers, notices, choices, log } = parts;
  const tell = (to: UserId, news: News) => {
    notices.tell(to, news).catch((error: unknown) => log.warn({ err: error }, 'nobody was told'));
  };

  schedule.on('published', (event) => {
    const [time] = datesBetween(event, Date.now(), Date.now() + horizonMs);
    if (!time) return;
    const { author } = event;
    const staged = new Set(event.people.map(({ person }) => person.id));
    for (const id of staged) tell(id, newsOf('eventStage', event, time, parts, author));
    for (const [id, interest] of followersOf(event)) {
      if (staged.has(id) || id === author.id || !schedule.isListedFor(event, id)) continue;
      tell(id, { ...newsOf('eventNew', event, time, parts, author), ...(interest && { interest }) });
    }
  });
  schedule.on('changed', (event, before) => {
    const [time] = datesBetween(event, Date.now(), Date.now() + horizonMs);
    if (!time) return;
    const staged = new Set(before.people.map(({ person }) => person.id));
    for (const { person } of event.people) {
      if (!staged.has(person.id)) tell(person.id, newsOf('eventStage', event, time, parts, event.author));
    }
    if (!isElsewhen(event, before)) return;
    for (const id of new Set(upcoming(event).flatMap((date) => concerned(event, date, answers)))) {
      if (id !== event.author.id) tell(id, newsOf('eventChanged', event, time, parts, event.author));
    }
  });
  schedule.on('cancelled', (event, dates) => {
    const told = new Set<UserId>([event.author.id]);
    for (const time of dates) {
      for (const id of concerned(event, time, answers).filter((userId) => !told.has(userId))) {
        told.add(id);
        tell(id, newsOf('eventOff', event, time, parts, event.author));
      }
    }
  });
  answers.on('seated', (event, time, userId) => tell(userId, newsOf('eventSeat', event, time, parts)));

  /** Each once, and because of what. */
  function followersOf({ author, people, interests, roomId }: EventRecord): Map<UserId, InterestSlug | null> {
    const found = new Map<UserId, InterestSlug | null>();
    const note = (ids: readonly UserId[], interest: InterestSlug | null) => {
      for (const id of ids) if (!found.has(id)) found.set(id, interest);
    };
    const hosts = people.filter(({ role }) => role === 'host').map(({ person }) => person.id);
    for (const id of [author.id, ...hosts]) note(choices.whoWants('person', id, 'live'), null);
    if (roomId) note(choices.whoWants('room', roomId, 'live'), null);
    for (const slug of interests) note(choices.whoWants('interest', slug, 'live'), slug);
    return found;
  }
}

function upcoming(event: EventRecord): EventTime[] {
  return datesBetween(event, Date.now(), Date.now() + horizonMs);
}

/** Whether it is at other times than before: other words are no reason to tell anybody. */
function isElsewhen(event: EventRecord, before: EventRecord): boolean {
  const when = ({ startsAt, zone, minutes, recurrence }: EventRecord) =>
    JSON.stringify([startsAt, zone, minutes, recurrence]);
  return when(event) !== when(before);
}
