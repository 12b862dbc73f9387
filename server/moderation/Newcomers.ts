import type { UserId } from '../../protocol/ids.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { AppError } from '../errors.ts';
import type { Ties } from '../people/Ties.ts';
import type { Clock } from '../rooms/Clock.ts';
import type { Roles } from '../rooms/Roles.ts';
import { hasLink, linksIn, plainly } from '../rooms/WordFilter.ts';
import type { AccountStore } from '../store/AccountStore.ts';
import { Paces } from './Paces.ts';
import type { Comer } from './traces.ts';

const minute = 60_000;

/** What whoever is new may do: lines and rooms stepped into by the minute, all else as long as they are new. */
export const whileNew = {
  linesAMinute: 8,
  links: 1,
  mentions: 3,
  /** Shorter lines are said twice by everybody. */
  sameLineFrom: 12,
  friends: 3,
  roomsOpened: 2,
  roomsAMinute: 5,
} as const;

interface Parts {
  /** For how long somebody is new; 0: nobody is. */
  readonly ms: number;
  readonly store: { readonly accounts: Pick<AccountStore, 'find'> };
  readonly roles: Pick<Roles, 'of'>;
  readonly ties: Pick<Ties, 'areFriends'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** What somebody writes, and where. */
interface Written {
  readonly info: RoomInfo;
  readonly comer: Comer;
  readonly text: string;
  readonly mentions: number;
}

const mostKnown = 10_000;

/** Holds whoever is new here to less, at the doors of those who come to disturb. */
export class Newcomers {
  readonly #parts: Parts;
  readonly #paces: Paces;
  /** Since when they are known who bring no mark of their browser along. */
  readonly #seen = new Map<UserId, number>();
  readonly #accounts = new Map<UserId, number>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#paces = new Paces(Math.max(parts.ms, minute));
  }

  /** How long somebody is still new, in milliseconds; 0: they are not. */
  async leftOf(comer: Comer): Promise<number> {
    const { ms, clock } = this.#parts;
    if (ms === 0) return 0;
    const known = comer.guest ? Number.POSITIVE_INFINITY : await this.#accountSince(comer.userId);
    const since = Math.min(comer.deviceSince ?? this.#seenSince(comer.userId), known);
    return Math.max(0, since + ms - clock.now());
  }

  /** The same in a room: 0 too where only a link or friends lead, for whom it gave a role, and for friends of its opener. */
  async leftIn(info: RoomInfo, comer: Comer): Promise<number> {
    const { roles, ties } = this.#parts;
    const { userId } = comer;
    if (info.visibility !== 'open' || roles.of(info, userId, 'visitor') !== 'visitor') return 0;
    return ties.areFriends(userId, info.openedBy.id) ? 0 : await this.leftOf(comer);
  }

  /** Throws `new_here_less` for too many links or names in a line. */
  async requireModest({ info, comer, text, mentions }: Written): Promise<void> {
    const left = await this.leftIn(info, comer);
    if (left === 0) return;
    if (linksIn(text) > whileNew.links || mentions > whileNew.mentions) throw tooMuch(left);
  }

  /** The same for a line that is sent, also `rate_limited`; a line sent twice under one id is one. */
  async requireLine(written: Written, clientMessageId: string): Promise<void> {
    const { info, comer, text } = written;
    // The same id in another room is another line.
    const id = `${info.id} ${clientMessageId}`;
    await this.requireModest(written);
    const left = await this.leftIn(info, comer);
    if (left === 0) return;
    const now = this.#parts.clock.now();
    const said = plainly(text).replace(/\s+/gu, ' ').trim();
    const long = said.length >= whileNew.sameLineFrom || hasLink(text);
    const again = this.#paces.of(comer.userId, 'line', now).find((act) => act.what === said);
    if (long && again && again.id !== id) throw tooMuch(left);
    const wait = this.#paces.take(comer.userId, { kind: 'line', id, what: long ? said : '' }, now, {
      most: whileNew.linesAMinute,
      ms: minute,
    });
    if (wait > 0) throw new AppError('rate_limited', 'You are new here: a little slower, please.', wait);
  }

  /** Throws `new_here`: files come later. */
  async requireFile(info: RoomInfo | undefined, comer: Comer): Promise<void> {
    const left = info ? await this.leftIn(info, comer) : await this.leftOf(comer);
    if (left > 0) throw later(left);
  }

  /** Throws `rate_limited` for who walks through the house too fast. */
  async requireStep(info: RoomInfo, comer: Comer): Promise<void> {
    if ((await this.leftIn(info, comer)) === 0) return;
    const wait = this.#pace(comer, 'step', info.id, whileNew.roomsAMinute, minute);
    if (wait > 0) throw new AppError('rate_limited', 'You are new here: a little slower, please.', wait);
  }

  /** Throws `new_here` for one room too many. */
  async requireRoom(comer: Comer, id: string): Promise<void> {
    await this.#requireFew(comer, 'room', id, whileNew.roomsOpened);
  }

  /** Throws `new_here` for who asks too many to be friends. */
  async requireFriend(comer: Comer, other: UserId): Promise<void> {
    await this.#requireFew(comer, 'friend', other, whileNew.friends);
  }

  async #requireFew(comer: Comer, kind: 'room' | 'friend', id: string, most: number): Promise<void> {
    const left = await this.leftOf(comer);
    if (left > 0 && this.#pace(comer, kind, id, most, this.#parts.ms) > 0) throw later(left);
  }

  #pace({ userId }: Comer, kind: 'step' | 'room' | 'friend', id: string, most: number, ms: number) {
    return this.#paces.take(userId, { kind, id, what: '' }, this.#parts.clock.now(), { most, ms });
  }

  #seenSince(userId: UserId): number {
    return this.#seen.get(userId) ?? note(this.#seen, userId, this.#parts.clock.now());
  }

  async #accountSince(userId: UserId): Promise<number> {
    const known = this.#accounts.get(userId);
    if (known !== undefined) return known;
    const account = await this.#parts.store.accounts.find(userId);
    return account ? note(this.#accounts, userId, account.createdAt) : Number.POSITIVE_INFINITY;
  }
}

function later(left: number): AppError {
  return new AppError('new_here', 'You are new here: that goes in a few minutes.', left);
}

function tooMuch(left: number): AppError {
  return new AppError('new_here_less', 'You are new here: fewer links and names, and nothing twice.', left);
}

function note(map: Map<UserId, number>, userId: UserId, at: number): number {
  map.set(userId, at);
  const [oldest] = map.keys();
  if (map.size > mostKnown && oldest !== undefined) map.delete(oldest);
  return at;
}
