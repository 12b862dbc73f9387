import type { EventDate } from '../../protocol/ids.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { EventDraft, EventPerson } from '../../protocol/schedule.ts';
import { AppError } from '../errors.ts';
import type { EventRecord } from '../store/ScheduleStore.ts';
import { datesBetween, momentOf } from './dates.ts';

/** What somebody said about an event, checked. */
export type Draft = Omit<
  EventRecord,
  'id' | 'slug' | 'status' | 'author' | 'cover' | 'sequence' | 'createdAt' | 'changedAt'
>;

interface Known {
  readonly people: readonly EventPerson[];
  readonly room: RoomInfo | null;
  readonly now: number;
}

const furthestMs = 2 * 366 * 24 * 60 * 60_000;
const noDates: readonly EventDate[] = [];

/**
 * What is kept of a draft. Throws `bad_request` for times that there are not, that nobody would see, or that would
 * overlap.
 */
export function readDraft(
  { start, people: _people, room: _room, circle, ...said }: EventDraft,
  { people, room, now }: Known,
): Draft {
  const startsAt = momentOf(start, said.zone);
  if (startsAt > now + furthestMs) throw new AppError('bad_request', 'That is too far away.');
  if (said.visibility === 'circle' && !circle) throw new AppError('bad_request', 'For which circle is it?');
  const draft = {
    ...said,
    startsAt,
    people,
    off: noDates,
    ended: {},
    roomId: room?.id ?? null,
    circleId: circle ?? null,
  };
  const [first, second] = datesBetween(draft, startsAt, startsAt + furthestMs);
  if (!first) throw new AppError('bad_request', 'It would never be.');
  if (second && second.startsAt < first.endsAt) {
    throw new AppError('bad_request', 'It would begin again before it is over.');
  }
  return draft;
}
