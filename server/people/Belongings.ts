import type { Belongings as Everything } from '../../protocol/belongings.ts';
import type { RoomId, UserId } from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { HouseParts } from '../house/houseParts.ts';
import type { Sanctions } from '../moderation/Sanctions.ts';
import type { Members } from '../rooms/Members.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { ScheduleParts } from '../schedule/scheduleParts.ts';
import type { Place, Store } from '../store/Store.ts';
import type { Acquaintances } from './Acquaintances.ts';
import type { Circles } from './Circles.ts';
import type { Presence } from './Presence.ts';

interface Parts {
  readonly store: Pick<Store, 'accounts' | 'logins' | 'profiles' | 'messages' | 'board' | 'reports'>;
  readonly rooms: Pick<RoomRegistry, 'infos' | 'info'>;
  readonly members: Members;
  readonly acquaintances: Acquaintances;
  readonly circles: Circles;
  readonly presence: Presence;
  readonly house: Pick<HouseParts, 'roles'>;
  readonly sanctions: Pick<Sanctions, 'imposedOn'>;
  readonly calendar: Pick<ScheduleParts, 'schedule' | 'answers' | 'feeds' | 'views'>;
}

const pageLines = 1_000;

/** What somebody has here, to be taken along. */
export class Belongings {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Everything but what they wrote, of which there may be much. */
  async of(person: PersonInfo): Promise<Everything> {
    const { store, rooms, members, acquaintances, circles, presence, calendar, house } = this.#parts;
    const { schedule, answers, feeds, views } = calendar;
    const { id } = person;
    const account = await store.accounts.find(id);
    const ties = await acquaintances.of(id);
    const role = house.roles.of(id);
    return {
      person,
      profile: (await store.profiles.find(id))?.profile ?? null,
      account: account && {
        handle: account.handle,
        createdAt: account.createdAt,
        passkeys: (await store.accounts.passkeys(id)).map(({ name, createdAt }) => ({ name, createdAt })),
        logins: (await store.logins.list(id)).map(({ device, createdAt, seenAt }) => ({
          device,
          createdAt,
          seenAt,
        })),
      },
      house: role && { role: role.role, since: role.since },
      restraints: this.#parts.sanctions.imposedOn(id).map(({ roomId, kind, since, until, reason, note }) => ({
        room: roomId && (rooms.info(roomId)?.name ?? ''),
        ...{ kind, since, until, reason, note },
      })),
      reports: (await store.reports.by(id, 0)).map(({ kind, roomName, reason, note, at, outcome }) => ({
        room: roomName,
        ...{ kind, reason, note, at, outcome },
      })),
      presence: presence.choiceOf(id),
      ties: { ...ties, rooms: ties.rooms.map(({ slug, name }) => ({ slug, name })) },
      circles: circles.of(id).map(({ name, people }) => ({ name, people })),
      rooms: rooms.infos.filter(({ openedBy }) => openedBy.id === id),
      conversations: members.roomsOf(id).flatMap((roomId) => {
        const room = rooms.info(roomId);
        return room ? [{ roomId, name: room.name, people: members.of(roomId) }] : [];
      }),
      questions: (await store.board.questionsBy(id)).map(({ roomId, text, askedAt }) => ({
        roomId,
        text,
        askedAt,
      })),
      choices: (await store.board.pollsOf(id)).map(({ roomId, text: poll, options, votes }) => ({
        roomId,
        poll,
        chosen: votes.flatMap(({ choices }) => choices.flatMap((choice) => options[choice] ?? [])),
      })),
      events: schedule.of(id).map((event) => views.info(event, id)),
      answers: answers.by(id).flatMap(({ eventId, date, answer, at }) => {
        const event = schedule.byId(eventId);
        return event ? [{ event: event.slug, title: event.title, date, answer, at }] : [];
      }),
      calendar: feeds.has(id) ? await feeds.of(id) : null,
    };
  }

  /** What somebody wrote after a place, room by room. */
  async lines(
    id: UserId,
    after: Place | null,
  ): Promise<{ lines: { roomId: RoomId; seq: number; text: string; sentAt: number }[]; more: boolean }> {
    const found = await this.#parts.store.messages.writtenBy(id, after, pageLines + 1);
    return { lines: found.slice(0, pageLines), more: found.length > pageLines };
  }
}
