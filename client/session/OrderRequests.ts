import type { UndoId, UserId } from '../../protocol/ids.ts';
import type { RequestInput, RequestOutput } from '../../protocol/index.ts';
import type { RemovedPerson } from '../../protocol/moderation.ts';
import type { Restraint } from '../../protocol/reasons.ts';
import type { SignalingClient } from './SignalingClient.ts';

/** What those ask who keep order in a room. Each rejects with a `RequestError`. */
export class OrderRequests {
  readonly #signaling: SignalingClient;

  constructor(signaling: SignalingClient) {
    this.#signaling = signaling;
  }

  async warn(input: RequestInput<'moderation:warn'>): Promise<void> {
    await this.#signaling.request('moderation:warn', input);
  }

  async restrain(input: RequestInput<'moderation:restrain'>): Promise<RequestOutput<'moderation:restrain'>> {
    return await this.#signaling.request('moderation:restrain', input);
  }

  async remove(input: RequestInput<'moderation:remove'>): Promise<RequestOutput<'moderation:remove'>> {
    return await this.#signaling.request('moderation:remove', input);
  }

  /** Freezes what is said, or with none of it lets everything go. */
  async freeze(input: RequestInput<'room:freeze'>): Promise<void> {
    await this.#signaling.request('room:freeze', input);
  }

  /** The words that are not written here. */
  async filter(): Promise<string[]> {
    const { words } = await this.#signaling.request('filter:list', {});
    return words;
  }

  async setFilter(input: RequestInput<'filter:set'>): Promise<void> {
    await this.#signaling.request('filter:set', input);
  }

  async undo(id: UndoId): Promise<void> {
    await this.#signaling.request('moderation:undo', { id });
  }

  /** What a moderator may know of somebody. */
  async look(input: RequestInput<'moderation:look'>): Promise<RequestOutput<'moderation:look'>> {
    return await this.#signaling.request('moderation:look', input);
  }

  /** Who of those here is new in the house. */
  async newcomers(): Promise<RequestOutput<'moderation:newcomers'>['ids']> {
    return (await this.#signaling.request('moderation:newcomers', {})).ids;
  }

  /** Who left lately. */
  async leavers(): Promise<RequestOutput<'moderation:leavers'>['leavers']> {
    return (await this.#signaling.request('moderation:leavers', {})).leavers;
  }

  /** For whom something holds. */
  async removed(): Promise<RemovedPerson[]> {
    return (await this.#signaling.request('moderation:removed', {})).removed;
  }

  async pardon(userId: UserId, kind: Restraint): Promise<void> {
    await this.#signaling.request('moderation:pardon', { userId, kind });
  }
}
