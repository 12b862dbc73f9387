import type { HouseFigures, HousePerson, HouseRoom } from '../../protocol/housePeople.ts';
import type { UserId } from '../../protocol/ids.ts';
import { isConversation } from '../../protocol/isConversation.ts';
import { limits } from '../../protocol/limits.ts';
import type { Accounts } from '../accounts/Accounts.ts';
import type { Guests } from '../accounts/Guests.ts';
import type { Logins } from '../accounts/Logins.ts';
import { AppError } from '../errors.ts';
import type { AuditLog } from '../moderation/AuditLog.ts';
import type { HouseBans } from '../moderation/HouseBans.ts';
import type { Farewell } from '../people/Farewell.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { Store } from '../store/Store.ts';
import type { HouseRoles } from './HouseRoles.ts';

interface Parts {
  readonly store: Pick<Store, 'house' | 'files' | 'guests'>;
  readonly roles: HouseRoles;
  readonly rooms: Pick<RoomRegistry, 'infos' | 'liveRooms' | 'cardOf'>;
  readonly guests: Pick<Guests, 'person'>;
  readonly logins: Pick<Logins, 'end'>;
  readonly accounts: Pick<Accounts, 'endGuest'>;
  readonly bans: Pick<HouseBans, 'requireAbove'>;
  readonly farewell: Pick<Farewell, 'leave'>;
  readonly log: AuditLog;
}

interface Looking {
  readonly q?: string | undefined;
  readonly skip: number;
}

/** What those who run the house see of it, and do to people in it. */
export class HouseDesk {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async figures(asker: UserId): Promise<HouseFigures> {
    const { store, rooms } = this.#parts;
    const live = rooms.liveRooms.filter(({ participants }) => participants.size > 0);
    return {
      ...(await store.house.countPeople()),
      rooms: rooms.infos.filter((info) => !isConversation(info)).length,
      live: live.length,
      inside: live.reduce((sum, { participants }) => sum + participants.size, 0),
      fileBytes: (await store.files.used(asker)).all,
    };
  }

  async people({ q, skip }: Looking): Promise<{ people: HousePerson[]; more: boolean }> {
    const { store, roles } = this.#parts;
    const found = await store.house.people({ text: q, skip, count: limits.housePage + 1 });
    return {
      people: found.slice(0, limits.housePage).map(({ person, since, seenAt }) => ({
        person,
        account: since !== null,
        since,
        seenAt,
        house: roles.roleOf(person.id),
      })),
      more: found.length > limits.housePage,
    };
  }

  rooms({ q, skip }: Looking): { rooms: HouseRoom[]; more: boolean } {
    const { rooms } = this.#parts;
    const words = q?.toLowerCase();
    const found = rooms.infos
      .filter((info) => !isConversation(info))
      .filter(
        ({ id, name, openedBy }) =>
          !words ||
          id === q ||
          name.toLowerCase().includes(words) ||
          openedBy.name.toLowerCase().includes(words),
      )
      .map((info) => ({ info, count: rooms.cardOf(info).count }))
      .sort((a, b) => b.count - a.count || b.info.createdAt - a.info.createdAt)
      .slice(skip, skip + limits.housePage + 1);
    return {
      rooms: found.slice(0, limits.housePage).map(({ info, count }) => {
        const { id, slug, name, openedBy, lasting, visibility, createdAt } = info;
        return { id, slug, name, owner: openedBy, lasting, visibility, createdAt, count };
      }),
      more: found.length > limits.housePage,
    };
  }

  /** Throws `not_found`, `forbidden` for another admin. */
  async signOut(by: UserId, id: UserId): Promise<void> {
    const { logins, log, bans } = this.#parts;
    await this.#require(id);
    if (by !== id) bans.requireAbove(by, id);
    await log.add({ action: 'houseSignedOut', by, to: id });
    await logins.end(id, () => true);
  }

  /** Throws `not_found`, `conflict` for oneself, `forbidden` for another admin, and what `Farewell` throws. */
  async delete(by: UserId, id: UserId, nobody: string): Promise<void> {
    const { guests, farewell, log, bans, roles, logins, accounts } = this.#parts;
    if (by === id) throw new AppError('conflict', 'You leave by your own settings.');
    await this.#require(id);
    bans.requireAbove(by, id);
    // Otherwise the log would say that they gave it back.
    if (roles.roleOf(id) !== null) await roles.take(by, id);
    await log.add({ action: 'housePersonDeleted', by, to: id });
    // Whoever is still here would leave something behind.
    await logins.end(id, () => true);
    accounts.endGuest(id);
    await farewell.leave(await guests.person({ id, language: 'en', loginId: null }), nobody);
  }

  async #require(id: UserId): Promise<void> {
    if (!(await this.#parts.store.guests.find(id))) throw new AppError('not_found', 'Nobody is called that.');
  }
}
