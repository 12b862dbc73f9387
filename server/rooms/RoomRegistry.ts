import { EventEmitter } from 'node:events';
import { type InterestSlug, RoomId, type RoomSlug, type UserId } from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { RoomCard, RoomInfo } from '../../protocol/room.ts';
import type { RoomDirectory } from '../discovery/RoomDirectory.ts';
import { AppError } from '../errors.ts';
import { begun, type RoomFeatures } from './admission.ts';
import { Coalescer } from './Coalescer.ts';
import { isListed, onCardChange, toCard } from './cards.ts';
import { randomId } from './Participant.ts';
import { prepareRoom } from './prepareRoom.ts';
import type { Room } from './Room.ts';
import type { KnownRoom, RoomRegistryEvents, RoomRegistryOptions } from './registryParts.ts';
import { SeatKeeper } from './SeatKeeper.ts';
import { createSlug } from './slug.ts';

// Quick enough for a voice to show on a card within a second, slow enough for a busy room to cost little.
const cardIntervalMs = 200;
const busyMs = 30_000;

/** All rooms: which there are, which are live, and when they open and close. */
export class RoomRegistry extends EventEmitter<RoomRegistryEvents> implements RoomDirectory {
  readonly #options: RoomRegistryOptions;
  readonly #bySlug = new Map<RoomSlug, KnownRoom>();
  readonly #byId = new Map<RoomId, KnownRoom>();
  readonly #cards = new Coalescer<KnownRoom>(cardIntervalMs, (entry) => this.#tellCard(entry));
  readonly #keeper: SeatKeeper;
  #closed = false;

  private constructor(options: RoomRegistryOptions) {
    super();
    // Each part of the house that has to do with live rooms listens once, and they are more than ten.
    this.setMaxListeners(30);
    this.#options = options;
    this.#keeper = new SeatKeeper(options.store.seats, options.log);
  }

  /**
   * Knows all kept rooms again. Those with seats are opened by `reopen`; the others close, if they were not to last,
   * unless somebody comes back.
   */
  static async load(options: RoomRegistryOptions): Promise<RoomRegistry> {
    const { store } = options;
    const registry = new RoomRegistry(options);
    for (const info of await store.rooms.list()) registry.#closeIfEmpty(registry.#know(info));
    for (const seat of await store.seats.list()) registry.#byId.get(seat.roomId)?.seats.push(seat);
    return registry;
  }

  /** Opens the rooms in which people sat when the process before this one ended: they are on their way back. */
  reopen(): void {
    for (const { info, seats } of this.#byId.values()) {
      if (seats.length === 0) continue;
      this.open(info.slug).catch((error: unknown) => {
        this.#options.log.warn({ roomId: info.id, err: error }, 'room not opened again');
      });
    }
  }

  get liveRooms(): Room[] {
    return [...this.#byId.values()].flatMap(({ room }) => room ?? []);
  }

  /** A room while it is live. */
  live(id: RoomId): Room | undefined {
    return this.#byId.get(id)?.room;
  }

  /** Whether somebody has a seat in a room, be it one of the process before this one. */
  isSeated(id: RoomId, userId: UserId): boolean {
    const entry = this.#byId.get(id);
    if (entry?.room) return entry.room.find(userId) !== undefined;
    return entry?.seats.some(({ person }) => person.id === userId) ?? false;
  }

  info(id: RoomId): RoomInfo | undefined {
    return this.#byId.get(id)?.info;
  }

  /** Every room that is known, live or not. */
  get infos(): RoomInfo[] {
    return [...this.#byId.values()].map(({ info }) => info);
  }

  async create(settings: RoomFeatures, by: PersonInfo): Promise<RoomInfo> {
    await this.#requireInterests(settings.interests);
    const info: RoomInfo = {
      ...settings,
      id: RoomId.parse(randomId()),
      slug: createSlug(settings, (slug) => this.#bySlug.has(slug)),
      openedBy: by,
      createdAt: Date.now(),
      ...begun,
    };
    await this.#options.store.rooms.add(info);
    const entry = this.#know(info);
    this.#closeIfEmpty(entry);
    this.#cards.touch(entry);
    this.#options.log.info({ roomId: info.id }, 'room created');
    return info;
  }

  async find(slug: RoomSlug): Promise<RoomInfo> {
    return this.#require(slug).info;
  }

  /** The live room, made live by whoever comes first. Throws `not_found`, `draining`, `server_busy` or `media_unavailable`. */
  async open(slug: RoomSlug): Promise<Room> {
    if (this.#closed) throw new AppError('draining', 'The server is about to stop.');
    const entry = this.#require(slug);
    if (!entry.opening && entry.seats.length === 0) this.#requirePlace();
    entry.opening ??= this.#openRoom(entry).catch((error: unknown) => {
      entry.opening = undefined;
      this.#closeIfEmpty(entry);
      throw error;
    });
    return await entry.opening;
  }

  /** Throws `gone` for a room that is not there any more. */
  async edit(id: RoomId, changes: Partial<Omit<RoomInfo, 'id' | 'slug' | 'createdAt'>>): Promise<RoomInfo> {
    if (changes.interests) await this.#requireInterests(changes.interests);
    const entry = this.#byId.get(id);
    if (!entry) throw new AppError('gone', 'The room closed.');
    const info = { ...entry.info, ...changes };
    await this.#options.store.rooms.update(info);
    entry.info = info;
    entry.room?.edit(info);
    return info;
  }

  /** Ends a room, with all that was written in it. */
  async remove(id: RoomId): Promise<void> {
    const entry = this.#byId.get(id);
    if (entry) await this.#remove(entry);
  }

  cardOf(info: RoomInfo): RoomCard {
    return toCard(info, this.#byId.get(info.id)?.room);
  }

  listed(): RoomCard[] {
    return [...this.#byId.values()]
      .filter(({ info, room }) => isListed(info, room))
      .map((entry) => toCard(entry.info, entry.room))
      .sort((a, b) => b.count - a.count || (b.liveSince ?? 0) - (a.liveSince ?? 0));
  }

  get capacity(): number {
    return this.#options.capacity;
  }

  isFull(id: RoomId): boolean {
    return this.#byId.get(id)?.room?.isFull ?? false;
  }

  /** Opens and ends no room from now on, and writes no seat: the next process does. Calls go on as they are. */
  release(): void {
    this.#closed = true;
    this.#keeper.release();
    this.#cards.close();
    for (const entry of this.#byId.values()) clearTimeout(entry.emptyTimer);
  }

  /** There is no next process after all. */
  takeBack(): void {
    this.#closed = false;
    this.#keeper.takeBack(this.liveRooms);
    for (const entry of this.#byId.values()) this.#closeIfEmpty(entry);
  }

  /** Closes every live room; what is kept, seats too, stays in the store. */
  close(): void {
    this.#closed = true;
    this.#keeper.release();
    this.#cards.close();
    for (const entry of this.#byId.values()) {
      clearTimeout(entry.emptyTimer);
      entry.room?.close();
    }
  }

  #know(info: RoomInfo): KnownRoom {
    const entry: KnownRoom = {
      info,
      seats: [],
      opening: undefined,
      room: undefined,
      emptyTimer: undefined,
      shown: false,
    };
    this.#bySlug.set(info.slug, entry);
    this.#byId.set(info.id, entry);
    return entry;
  }

  async #requireInterests(slugs: readonly InterestSlug[]): Promise<void> {
    const known = new Set((await this.#options.store.interests.list()).map(({ slug }) => slug));
    const unknown = slugs.find((slug) => !known.has(slug));
    if (unknown) throw new AppError('bad_request', `There is no interest "${unknown}".`);
  }

  #requirePlace(): void {
    const { mostLive = Number.POSITIVE_INFINITY } = this.#options;
    const live = [...this.#byId.values()].filter(({ opening }) => opening).length;
    if (live >= mostLive) throw new AppError('server_busy', 'No more rooms may be open at once.', busyMs);
  }

  #require(slug: RoomSlug): KnownRoom {
    const entry = this.#bySlug.get(slug);
    if (!entry) throw new AppError('not_found', 'There is no such room.');
    return entry;
  }

  async #openRoom(entry: KnownRoom): Promise<Room> {
    const { log } = this.#options;
    // Its pause must not end while somebody is on the way in.
    clearTimeout(entry.emptyTimer);
    const make = await prepareRoom(entry.info.id, this.#options);
    const room = make(() => {
      if (this.#closed) throw new AppError('draining', 'The server is about to stop.');
      return { info: entry.info, seats: entry.seats.splice(0) };
    });
    this.#keeper.keep(room);
    entry.room = room;
    const changed = () => this.#cards.touch(entry);
    room.on('participantJoined', () => clearTimeout(entry.emptyTimer));
    room.on('participantLeft', () => this.#closeIfEmpty(entry));
    onCardChange(room, changed);
    room.once('closed', () => {
      entry.room = undefined;
      entry.opening = undefined;
      changed();
      log.info({ roomId: entry.info.id }, 'room closed');
    });
    this.#closeIfEmpty(entry);
    this.emit('opened', room);
    log.info({ roomId: entry.info.id }, 'room opened');
    return room;
  }

  #closeIfEmpty(entry: KnownRoom): void {
    clearTimeout(entry.emptyTimer);
    if (this.#closed || (entry.room && entry.room.participants.size > 0)) return;
    entry.emptyTimer = setTimeout(() => this.#end(entry), this.#options.emptyPauseMs);
    entry.emptyTimer.unref();
  }

  #end(entry: KnownRoom): void {
    entry.room?.close();
    clearTimeout(entry.emptyTimer);
    if (entry.info.lasting) {
      this.#unlock(entry);
      return;
    }
    this.#remove(entry).catch((error: unknown) => {
      // It is found again, and ended again, at the next start.
      this.#options.log.error({ roomId: entry.info.id, err: error }, 'room not removed');
    });
  }

  async #remove(entry: KnownRoom): Promise<void> {
    entry.room?.close();
    clearTimeout(entry.emptyTimer);
    this.#bySlug.delete(entry.info.slug);
    this.#byId.delete(entry.info.id);
    this.#options.roles.forgetRoom(entry.info.id);
    this.#options.sanctions.forgetRoom(entry.info.id);
    this.#options.invites.forgetRoom(entry.info.id);
    this.#cards.touch(entry);
    await this.#options.store.rooms.remove(entry.info.id);
    this.emit('removed', entry.info);
    // Nobody is left who decides about rooms beside it.
    for (const beside of this.#byId.values()) {
      if (beside.info.parentId === entry.info.id) await this.#remove(beside);
    }
  }

  /** Nobody is left inside who could. */
  #unlock(entry: KnownRoom): void {
    if (!entry.info.locked) return;
    entry.info = { ...entry.info, locked: false };
    this.#options.store.rooms.update(entry.info).catch((error: unknown) => {
      this.#options.log.error({ roomId: entry.info.id, err: error }, 'room not unlocked');
    });
  }

  #tellCard(entry: KnownRoom): void {
    const shown = this.#byId.has(entry.info.id) && isListed(entry.info, entry.room);
    if (shown) this.emit('card', toCard(entry.info, entry.room));
    // Rooms that are not listed are nobody's business, not even their coming and going.
    else if (entry.shown) this.emit('cardGone', entry.info);
    entry.shown = shown;
  }
}
