import { EventEmitter } from 'node:events';
import { PollId, type RoomId, type UserId } from '../../../protocol/ids.ts';
import { limits } from '../../../protocol/limits.ts';
import type { PollInfo } from '../../../protocol/polls.ts';
import { AppError } from '../../errors.ts';
import type { BoardStore, PollDraft } from '../../store/BoardStore.ts';
import { Coalescer } from '../Coalescer.ts';
import { randomId } from '../Participant.ts';

interface Kept {
  draft: PollDraft;
  readonly votes: Map<UserId, readonly number[]>;
}

interface PollsEvents {
  changed: [id: PollId];
  gone: [id: PollId];
}

// A crowd that votes is told as counts, four times a second at most.
const intervalMs = 250;

/** What a room was asked to choose, and what came of it. */
export class Polls extends EventEmitter<PollsEvents> {
  readonly #roomId: RoomId;
  readonly #store: BoardStore;
  readonly #kept = new Map<PollId, Kept>();
  readonly #telling = new Coalescer<PollId>(intervalMs, (id) => this.emit('changed', id));

  private constructor(roomId: RoomId, store: BoardStore) {
    super();
    this.#roomId = roomId;
    this.#store = store;
  }

  static async load(roomId: RoomId, store: BoardStore): Promise<Polls> {
    const polls = new Polls(roomId, store);
    for (const { votes, ...draft } of await store.polls(roomId)) {
      const all = votes.map(({ userId, choices }) => [userId, choices] as const);
      polls.#kept.set(draft.id, { draft, votes: new Map(all) });
    }
    return polls;
  }

  /** The latest first, as somebody may see them. */
  list(viewer: UserId, manages: boolean): PollInfo[] {
    return [...this.#kept.keys()].reverse().flatMap((id) => this.seenBy(id, viewer, manages) ?? []);
  }

  /** A poll as somebody may see it; undefined: there is none. */
  seenBy(id: PollId, viewer: UserId, manages: boolean): PollInfo | undefined {
    return this.viewsOf(id)?.(viewer, manages);
  }

  /** How a poll is seen by each of many, now: it is counted once for all of them; undefined: there is none. */
  viewsOf(id: PollId): ((viewer: UserId, manages: boolean) => PollInfo) | undefined {
    const kept = this.#kept.get(id);
    if (!kept) return undefined;
    const { roomId: _, ...draft } = kept.draft;
    const counts = countsOf(kept);
    return (viewer, manages) => {
      const mine = kept.votes.get(viewer) ?? [];
      const open = manages || mine.length > 0 || draft.closedAt !== null;
      return { ...draft, voters: kept.votes.size, counts: open ? counts : null, mine: [...mine] };
    };
  }

  /** A poll as somebody may see it. Throws `not_found`. */
  require(id: PollId, viewer: UserId, manages: boolean): PollInfo {
    const seen = this.seenBy(id, viewer, manages);
    if (!seen) throw new AppError('not_found', 'There is no such poll.');
    return seen;
  }

  /** Throws `conflict` when as many as may be are kept. */
  async open(asked: Pick<PollDraft, 'text' | 'options' | 'kind'>): Promise<PollId> {
    if (this.#kept.size >= limits.polls) throw new AppError('conflict', 'There are as many polls as may be.');
    const id = PollId.parse(randomId());
    const draft = { ...asked, id, roomId: this.#roomId, openedAt: Date.now(), closedAt: null };
    await this.#store.savePoll(draft);
    this.#kept.set(id, { draft, votes: new Map() });
    this.#telling.touch(id);
    return id;
  }

  /** Throws `not_found`, `conflict` for one that is closed, `bad_request` for what cannot be chosen. */
  async vote(id: PollId, userId: UserId, choices: readonly number[]): Promise<void> {
    const kept = this.#require(id);
    const { options, kind, closedAt } = kept.draft;
    if (closedAt !== null) throw new AppError('conflict', 'The poll is closed.');
    if (choices.some((choice) => choice >= options.length) || (kind === 'single' && choices.length > 1)) {
      throw new AppError('bad_request', 'That cannot be chosen.');
    }
    await this.#store.choose(id, userId, choices);
    kept.votes.set(userId, choices);
    this.#telling.touch(id);
  }

  /** One that is closed stays as it is. Throws `not_found`. */
  async end(id: PollId): Promise<void> {
    const kept = this.#require(id);
    if (kept.draft.closedAt !== null) return;
    const draft = { ...kept.draft, closedAt: Date.now() };
    await this.#store.savePoll(draft);
    kept.draft = draft;
    this.#telling.touch(id);
  }

  /** Throws `not_found`. */
  async remove(id: PollId): Promise<void> {
    this.#require(id);
    await this.#store.removePoll(id);
    if (this.#kept.delete(id)) this.emit('gone', id);
  }

  /** There is no such person any more. */
  forget(userId: UserId): void {
    for (const [id, { votes }] of this.#kept) if (votes.delete(userId)) this.#telling.touch(id);
  }

  close(): void {
    this.#telling.close();
  }

  #require(id: PollId): Kept {
    const kept = this.#kept.get(id);
    if (!kept) throw new AppError('not_found', 'There is no such poll.');
    return kept;
  }
}

function countsOf({ draft, votes }: Kept): number[] {
  const counts = draft.options.map(() => 0);
  for (const choices of votes.values())
    for (const choice of choices) counts[choice] = (counts[choice] ?? 0) + 1;
  return counts;
}
