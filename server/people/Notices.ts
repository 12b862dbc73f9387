import { EventEmitter } from 'node:events';
import type { NoticeId, RoomId, UserId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { NoticeInfo, NoticeKind, NoticePage, NoticeTarget } from '../../protocol/notices.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import { AppError } from '../errors.ts';
import type { Sanctions } from '../moderation/Sanctions.ts';
import type { Room } from '../rooms/Room.ts';
import type { NoticeRecord } from '../store/NoticeStore.ts';
import type { Store } from '../store/Store.ts';
import type { Audience } from './Audience.ts';
import type { NoticeChoices } from './NoticeChoices.ts';
import { folded, foldOf, type News } from './noticeRules.ts';
import type { Presence } from './Presence.ts';
import type { Ties } from './Ties.ts';

interface Parts {
  readonly store: Pick<Store, 'notices'>;
  readonly rooms: { info(id: RoomId): RoomInfo | undefined; live(id: RoomId): Room | undefined };
  readonly ties: Ties;
  readonly audience: Pick<Audience, 'mayEnter'>;
  readonly choices: NoticeChoices;
  readonly sanctions: Pick<Sanctions, 'isWelcome'>;
  readonly presence: Pick<Presence, 'choiceOf'>;
}

interface NoticesEvents {
  /** Somebody is told something; `quiet`: without a sound. */
  told: [to: UserId, notice: NoticeInfo, quiet: boolean];
  /** What somebody was told is another list now, or read. */
  changed: [id: UserId];
}

type Unread = Pick<NoticePage, 'unread' | 'mentions'>;

const keptMs = 90 * 24 * 60 * 60_000;
/** What means oneself, and nobody else. */
const personal: ReadonlySet<NoticeKind> = new Set(['mention', 'answer', 'ring', 'direct']);

/** What people are told, and were told while they were away. */
export class Notices extends EventEmitter<NoticesEvents> {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    super();
    this.#parts = parts;
    parts.ties.on('apart', (one, other) => {
      this.emit('changed', one);
      this.emit('changed', other);
    });
  }

  /**
   * Tells somebody something, unless it is of somebody they are kept apart from, of a room that is not for them, or of
   * the room they are in.
   */
  async tell(to: UserId, news: News): Promise<void> {
    if (news.who?.id === to || !(await this.#mayKnow(to, news))) return;
    const { store } = this.#parts;
    const now = Date.now();
    const record = await store.notices.fold(to, foldOf(news), (before) => folded(to, before, news, now), {
      count: limits.notices,
      since: now - keptMs,
    });
    const notice = record && this.#toInfo(record);
    if (notice) this.emit('told', to, notice, this.isQuiet(to, news, now));
  }

  /** The latest, or those before one. */
  async page(userId: UserId, before?: NoticeId): Promise<NoticePage> {
    const all = await this.#all(userId);
    const from = before === undefined ? 0 : all.findIndex(({ id }) => id === before) + 1;
    const notices = all.slice(from, from + limits.noticePage);
    return { notices, more: all.length > from + notices.length, ...count(all) };
  }

  /** Marks one as read, or all of them. */
  async read(userId: UserId, id?: NoticeId): Promise<Unread> {
    await this.#markRead(userId, (notice) => id === undefined || notice.id === id);
    return count(await this.#all(userId));
  }

  /** Somebody has read the chat of a room so far: what was told of it is known. */
  async readChat(userId: UserId, roomId: RoomId, seq: number): Promise<void> {
    await this.#markRead(
      userId,
      (notice) => notice.roomId === roomId && notice.seq !== null && notice.seq <= seq,
    );
  }

  /** Somebody stepped into a room: that it went live, or that somebody called them there, is known. */
  async stepIn(userId: UserId, roomId: RoomId): Promise<void> {
    await this.#markRead(userId, (notice) => notice.roomId === roomId && notice.seq === null);
  }

  /** It was answered whether the two are friends. */
  async befriended(userId: UserId, other: UserId): Promise<void> {
    await this.#markRead(userId, ({ kind, who }) => kind === 'friendRequest' && who?.id === other);
  }

  /** Throws `not_found` for a room of which somebody may not know. */
  requireKnown(userId: UserId, { kind, id }: Pick<NoticeTarget, 'kind' | 'id'>): void {
    if (kind !== 'room') return;
    const { rooms, audience } = this.#parts;
    const room = rooms.info(id as RoomId);
    if (!room || !audience.mayEnter(room, userId)) throw new AppError('not_found', 'There is no such room.');
  }

  /** Whether nothing is to sound: nobody wants to be disturbed, or only by a friend who calls. */
  isQuiet(userId: UserId, { kind, who }: Pick<News, 'kind' | 'who'>, at: number): boolean {
    const { presence, choices, ties } = this.#parts;
    if (presence.choiceOf(userId).status === 'dnd') return true;
    const friendCalls = kind === 'ring' && who !== null && ties.relation(userId, who.id).friend === 'friends';
    return !friendCalls && choices.isQuiet(userId, at);
  }

  async #markRead(userId: UserId, which: (record: NoticeRecord) => boolean): Promise<void> {
    const { notices } = this.#parts.store;
    const unread = (await notices.list(userId)).filter((record) => !record.read && which(record));
    if (unread.length === 0) return;
    await notices.markRead(
      userId,
      unread.map(({ id }) => id),
    );
    this.emit('changed', userId);
  }

  /** All that somebody may know by now. */
  async #all(userId: UserId): Promise<NoticeInfo[]> {
    const { store, ties, rooms, audience } = this.#parts;
    const oldest = Date.now() - keptMs;
    const records = (await store.notices.list(userId)).filter(({ at, who, roomId }) => {
      if (at < oldest || (who && ties.areApart(userId, who.id))) return false;
      const room = roomId && rooms.info(roomId);
      return roomId === null || (room && audience.mayEnter(room, userId) && !this.#isOut(userId, roomId));
    });
    return records.flatMap((record) => this.#toInfo(record) ?? []);
  }

  async #mayKnow(to: UserId, { kind, who, room, event }: News): Promise<boolean> {
    const { ties, audience, rooms, sanctions } = this.#parts;
    if (who && ties.areApart(to, who.id)) return false;
    if (!room) return true;
    if (!audience.mayEnter(room, to)) return false;
    const live = rooms.live(room.id);
    // Who sits in a room need not be told that it is lit, but of its next date all the same.
    if (live?.find(to)?.connected && (!event || kind === 'eventLive')) return false;
    return sanctions.isWelcome(room.id, to);
  }

  #isOut(userId: UserId, roomId: RoomId): boolean {
    return !this.#parts.sanctions.isWelcome(roomId, userId);
  }

  #toInfo({ userId, fold, roomId, ...same }: NoticeRecord): NoticeInfo | null {
    const room = roomId && this.#parts.rooms.info(roomId);
    if (roomId && !room) return null;
    return { ...same, room: room ? { id: room.id, slug: room.slug, name: room.name } : null };
  }
}

function count(notices: readonly NoticeInfo[]): Unread {
  const unread = notices.filter(({ read }) => !read);
  return { unread: unread.length, mentions: unread.filter(({ kind }) => personal.has(kind)).length };
}
