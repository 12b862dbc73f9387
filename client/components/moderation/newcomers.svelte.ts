import type { RoomSession } from '../../session/RoomSession.svelte.ts';

/** Asks who is new, as long as a component of a moderator is there, whenever somebody comes or goes. */
export function askForNewcomers(get: () => RoomSession): void {
  $effect(() => {
    const { state, requests } = get();
    if (!state?.may('participant:mute') || state.people.length === 0) return;
    requests.order.newcomers().then(
      (ids) => {
        state.order.newcomers = new Set(ids);
      },
      // The mark is a help; without it the list is whole.
      () => {},
    );
  });
}
