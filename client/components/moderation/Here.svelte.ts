import type { UserId } from '../../../protocol/ids.ts';
import type { ParticipantInfo } from '../../../protocol/room.ts';
import type { RoomSession } from '../../session/RoomSession.svelte.ts';

/** Somebody as they are in the room right now, as long as a component is there; of a crowd the server is asked. */
export class Here {
  readonly #call: () => RoomSession | null;
  readonly #userId: () => UserId;
  #asked = $state.raw<ParticipantInfo | null>(null);
  readonly person = $derived.by(() => {
    const userId = this.#userId();
    const inSight = this.#call()?.state?.people.find((one) => one.userId === userId);
    return inSight ?? (this.#asked?.userId === userId ? this.#asked : undefined);
  });

  constructor(call: () => RoomSession | null, userId: () => UserId) {
    this.#call = call;
    this.#userId = userId;
    const crowded = $derived((call()?.state?.crowd.count ?? 0) > 0);
    $effect(() => {
      if (crowded) void this.#ask(userId());
    });
  }

  async #ask(userId: UserId): Promise<void> {
    // Without an answer they are as somebody who left: what is done is done to who they are.
    this.#asked =
      (await this.#call()
        ?.requests.person(userId)
        .catch(() => null)) ?? null;
  }
}
