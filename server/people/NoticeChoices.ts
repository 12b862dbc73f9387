import type { CircleId, UserId } from '../../protocol/ids.ts';
import type {
  NoticeChoices as Choices,
  NoticeLevel,
  NoticeTarget,
  QuietHours,
} from '../../protocol/notices.ts';
import { AppError } from '../errors.ts';
import type { NoticeStore } from '../store/NoticeStore.ts';
import type { Circles } from './Circles.ts';
import { isQuiet, requireZone } from './quietHours.ts';
import type { Ties } from './Ties.ts';

interface Parts {
  readonly store: Pick<NoticeStore, 'choices' | 'saveLevel' | 'saveQuiet'>;
  readonly ties: Ties;
  readonly circles: Pick<Circles, 'have' | 'require'>;
}

/** What is followed by a tie. */
type TargetKind = Exclude<NoticeTarget['kind'], 'circle'>;

interface Chosen {
  /** By kind and id. */
  readonly levels: Map<string, NoticeTarget>;
  quiet: QuietHours | null;
}

const tieOf = { room: 'room', person: 'follow', interest: 'interest' } as const;
/** Of what is followed, where nobody said otherwise. */
const usual: Record<TargetKind, NoticeLevel> = { room: 'live', person: 'live', interest: 'off' };
/** Of what nobody follows: a line may mean oneself all the same. */
const unfollowed: Record<TargetKind, NoticeLevel> = { room: 'mentions', person: 'off', interest: 'off' };
const order: readonly NoticeLevel[] = ['off', 'mentions', 'live', 'all'];
const mostLevels = 2_000;

/** What people want to be told. All of it is at hand: it is asked for with every line. */
export class NoticeChoices {
  readonly #parts: Parts;
  readonly #chosen = new Map<UserId, Chosen>();
  /** Of which circles people want to be told. */
  readonly #circles = new Map<UserId, Set<CircleId>>();

  private constructor(parts: Parts) {
    this.#parts = parts;
  }

  static async load(parts: Parts): Promise<NoticeChoices> {
    const choices = new NoticeChoices(parts);
    for (const { userId, levels, quiet } of await parts.store.choices()) {
      const chosen = choices.#of(userId);
      for (const target of levels) {
        chosen.levels.set(keyOf(target), target);
        choices.#noteCircle(userId, target);
      }
      chosen.quiet = quiet;
    }
    return choices;
  }

  /** Somebody is here no more; the store forgets by itself. */
  forget(userId: UserId): void {
    this.#chosen.delete(userId);
    this.#circles.delete(userId);
  }

  of(userId: UserId): Choices {
    const { levels, quiet } = this.#chosen.get(userId) ?? {
      levels: new Map<string, NoticeTarget>(),
      quiet: null,
    };
    return { levels: [...levels.values()], quiet };
  }

  /** Whether somebody wants to be told at least so much of something. */
  wants(userId: UserId, kind: TargetKind, id: string, least: NoticeLevel): boolean {
    return order.indexOf(this.#levelOf(userId, kind, id)) >= order.indexOf(least);
  }

  /** Who follows something and wants to be told at least so much of it. */
  whoWants(kind: TargetKind, id: string, least: NoticeLevel): UserId[] {
    const followers = this.#parts.ties.followersOf(id, tieOf[kind]);
    return followers.filter((userId) => this.wants(userId, kind, id, least));
  }

  /** Who has somebody in a circle of which they want to be told. */
  whoHasInCircle(person: UserId): UserId[] {
    const { circles } = this.#parts;
    return [...this.#circles].flatMap(([owner, ids]) =>
      circles.have(owner, [...ids], person) ? [owner] : [],
    );
  }

  /** In force at once, and kept when it resolves. Throws `too_large`, `not_found` for a circle of another one's. */
  async choose(userId: UserId, target: NoticeTarget): Promise<void> {
    if (target.kind === 'circle') this.#parts.circles.require(userId, target.id);
    const { levels } = this.#of(userId);
    const key = keyOf(target);
    if (levels.size >= mostLevels && !levels.has(key)) {
      throw new AppError('too_large', 'Nobody keeps up with more.');
    }
    levels.set(key, target);
    this.#noteCircle(userId, target);
    await this.#parts.store.saveLevel(userId, target);
  }

  /** In force at once, and kept when it resolves. Throws `bad_request` for a time zone that nobody knows. */
  async chooseQuiet(userId: UserId, quiet: QuietHours | null): Promise<void> {
    if (quiet) requireZone(quiet.zone);
    this.#of(userId).quiet = quiet;
    await this.#parts.store.saveQuiet(userId, quiet);
  }

  isQuiet(userId: UserId, at: number): boolean {
    const quiet = this.#chosen.get(userId)?.quiet;
    return Boolean(quiet && isQuiet(quiet, at));
  }

  #levelOf(userId: UserId, kind: TargetKind, id: string): NoticeLevel {
    if (!this.#parts.ties.follows(userId, id, tieOf[kind])) return unfollowed[kind];
    return this.#chosen.get(userId)?.levels.get(keyOf({ kind, id }))?.level ?? usual[kind];
  }

  #noteCircle(userId: UserId, target: NoticeTarget): void {
    if (target.kind !== 'circle') return;
    const ids = this.#circles.get(userId) ?? new Set();
    this.#circles.set(userId, ids);
    if (target.level === 'live') ids.add(target.id);
    else ids.delete(target.id);
  }

  #of(userId: UserId): Chosen {
    const chosen = this.#chosen.get(userId) ?? { levels: new Map<string, NoticeTarget>(), quiet: null };
    this.#chosen.set(userId, chosen);
    return chosen;
  }
}

function keyOf({ kind, id }: { kind: NoticeTarget['kind']; id: string }): string {
  return `${kind} ${id}`;
}
