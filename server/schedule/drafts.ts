import type { EventDate } from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { EventDraft, EventPerson } from '../../protocol/schedule.ts';
import { AppError } from '../errors.ts';
import type { Circles } from '../people/Circles.ts';
import type { Ties } from '../people/Ties.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { EventRecord } from '../store/ScheduleStore.ts';
import type { Store } from '../store/Store.ts';
import { datesBetween, momentOf } from './dates.ts';

/** What somebody said about an event, checked. */
export type Draft = Omit<
  EventRecord,
  'id' | 'slug' | 'status' | 'author' | 'cover' | 'sequence' | 'createdAt' | 'changedAt'
>;

interface Parts {
  readonly store: Pick<Store, 'guests' | 'interests'>;
  readonly rooms: Pick<RoomRegistry, 'find'>;
  readonly ties: Pick<Ties, 'areFriends'>;
  readonly circles: Pick<Circles, 'require'>;
}

interface Known {
  readonly people: readonly EventPerson[];
  readonly room: RoomInfo | null;
  readonly now: number;
}

const furthestMs = 2 * 366 * 24 * 60 * 60_000;
const noDates: readonly EventDate[] = [];

/** What is kept of a draft of somebody's. Throws `forbidden`, `not_found` and `bad_request` for what they may not name. */
export async function checkDraft(
  { store, rooms, ties, circles }: Parts,
  draft: EventDraft,
  { author, now }: { readonly author: PersonInfo; readonly now: number },
): Promise<Draft> {
  const people = await Promise.all(
    draft.people.map(async ({ id, role }): Promise<EventPerson> => {
      const person = ties.areFriends(author.id, id) ? await store.guests.find(id) : null;
      if (!person) throw new AppError('forbidden', 'Only friends can be put on stage.');
      return { person, role };
    }),
  );
  const known = new Set((await store.interests.list()).map(({ slug }) => slug));
  const unknown = draft.interests.find((slug) => !known.has(slug));
  if (unknown) throw new AppError('bad_request', `There is no interest "${unknown}".`);
  if (draft.circle) circles.require(author.id, draft.circle);
  const room = draft.room === null ? null : await rooms.find(draft.room);
  if (room && (room.openedBy.id !== author.id || !room.lasting)) {
    throw new AppError('not_found', 'There is no such room.');
  }
  return readDraft(draft, { people, room, now });
}

/**
 * What is kept of a draft. Throws `bad_request` for times that there are not, that nobody would see, or that would
 * overlap.
 */
function readDraft(
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
