import { EventEmitter } from 'node:events';
import type { RoomId, UserId } from '../../protocol/ids.ts';
import type { Restraint } from '../../protocol/reasons.ts';
import { AppError } from '../errors.ts';
import type { AuditRecord, Sanction, SanctionKey, SanctionStore } from '../store/ModerationStore.ts';
import { type Comer, isInForce, meansThem, untraced } from './traces.ts';

interface SanctionsEvents {
  /** Something holds for somebody in a room, or everywhere, or no longer. */
  changed: [roomId: RoomId | null];
}

/** What holds for whom, in which room and until when: in force at once, and kept when the promise resolves. */
export class Sanctions extends EventEmitter<SanctionsEvents> {
  readonly #store: SanctionStore;
  readonly #byScope = new Map<RoomId | null, Map<string, Sanction>>();

  private constructor(store: SanctionStore) {
    super();
    this.#store = store;
  }

  static async load(store: SanctionStore): Promise<Sanctions> {
    const sanctions = new Sanctions(store);
    for (const sanction of await store.list()) sanctions.#note(sanction);
    return sanctions;
  }

  /** All that holds for somebody there, with null in the whole house, or everywhere: first what holds longest. */
  all(roomId: RoomId | null, kind: Restraint, comer: Comer, now = Date.now()): Sanction[] {
    return [...new Set([null, roomId])]
      .flatMap((scope) => [...(this.#byScope.get(scope)?.values() ?? [])])
      .filter((one) => one.kind === kind && isInForce(one, now) && meansThem(one, comer, now))
      .sort(longestFirst);
  }

  /** Of all that holds for somebody there what holds longest, where nobody is exempt from any of it. */
  find(roomId: RoomId | null, kind: Restraint, comer: Comer, now = Date.now()): Sanction | null {
    return this.all(roomId, kind, comer, now)[0] ?? null;
  }

  /** What was imposed on this very person there. */
  of({ roomId, userId, kind }: SanctionKey): Sanction | null {
    const sanction = this.#byScope.get(roomId)?.get(`${userId} ${kind}`);
    return sanction && isInForce(sanction, Date.now()) ? sanction : null;
  }

  /** What is in force in a room, or with null in the whole house, the latest first. */
  list(roomId: RoomId | null): Sanction[] {
    const now = Date.now();
    return [...(this.#byScope.get(roomId)?.values() ?? [])]
      .filter((sanction) => isInForce(sanction, now))
      .sort((a, b) => b.since - a.since);
  }

  /** All that was imposed on this very person, wherever. */
  imposedOn(userId: UserId): Sanction[] {
    return [...this.#byScope.keys()].flatMap((scope) =>
      this.list(scope).filter(({ person }) => person.id === userId),
    );
  }

  /** Whether somebody may come, of whom no more is known than who they are. */
  isWelcome(roomId: RoomId, userId: UserId): boolean {
    return this.find(roomId, 'out', { ...untraced, userId, guest: false }) === null;
  }

  /** Whether this very person, by name, may not be in the house. */
  isBarred(userId: UserId): boolean {
    return this.of({ roomId: null, userId, kind: 'out' }) !== null;
  }

  /** Throws `forbidden`, with the time to wait if there is an end to it. */
  requireNone(roomId: RoomId, kind: Restraint, comer: Comer): void {
    const found = this.find(roomId, kind, comer);
    if (found) throw refusalFor(found);
  }

  async impose(sanction: Sanction, entry: AuditRecord): Promise<void> {
    // First the memory: what a moderator did holds even if the disk is full.
    this.#note(sanction);
    const kept = this.#store.impose(sanction, entry);
    this.emit('changed', sanction.roomId);
    await kept;
  }

  /** Throws `not_found` where nothing holds. */
  async lift(key: SanctionKey, entry: AuditRecord): Promise<void> {
    const lifted = this.of(key);
    if (!lifted) throw new AppError('not_found', 'There is nothing like that to lift.');
    await this.#store.lift(key, entry);
    // What was imposed anew meanwhile is kept after it, and holds.
    if (this.of(key) === lifted) this.#byScope.get(key.roomId)?.delete(`${key.userId} ${key.kind}`);
    this.emit('changed', key.roomId);
  }

  /** There is no such room any more. */
  forgetRoom(roomId: RoomId): void {
    this.#byScope.delete(roomId);
  }

  #note(sanction: Sanction): void {
    const { roomId, person, kind } = sanction;
    const scope = this.#byScope.get(roomId) ?? new Map<string, Sanction>();
    this.#byScope.set(roomId, scope.set(`${person.id} ${kind}`, sanction));
  }
}

const sentences: Record<Restraint, string> = {
  out: 'A host removed you from this room.',
  mute: 'A host muted you for a while.',
  noVideo: 'A host closed your camera and screen for a while.',
  noChat: 'A host asked you not to write for a while.',
};

/** What somebody is told for whom something holds: with the time to wait, if there is an end to it. */
export function refusalFor({ roomId, kind, until }: Sanction): AppError {
  const wait = until === null ? undefined : Math.max(1, until - Date.now());
  if (roomId === null && kind === 'out') return new AppError('barred', 'This house is closed for you.', wait);
  return new AppError('forbidden', sentences[kind], wait);
}

function longestFirst(a: Sanction, b: Sanction): number {
  if (a.until === b.until) return 0;
  if (a.until === null || b.until === null) return a.until === null ? -1 : 1;
  return b.until - a.until;
}
