import type { RoomSession } from '../../session/RoomSession.svelte.ts';

// Nobody says when somebody is new no longer.
const againMs = 60_000;

/** Asks who is new, as long as a component of a moderator is there: when somebody comes or goes, and while anybody is. */
export function askForNewcomers(get: () => RoomSession): void {
  const state = $derived(get().state);
  const may = $derived(state?.may('participant:mute') ?? false);
  // How many there are, and not who: they change with every microphone that is switched.
  const inside = $derived(state?.participants.size ?? 0);
  // Of a crowd nobody tells who comes.
  const some = $derived((state?.order.newcomers.size ?? 0) > 0 || (state?.crowd.count ?? 0) > 0);

  function ask(): void {
    const { state, requests } = get();
    requests.order.newcomers().then(
      (ids) => {
        if (state) state.order.newcomers = new Set(ids);
      },
      // The mark is a help; without it the list is whole.
      () => {},
    );
  }
  $effect(() => {
    if (may && inside > 0) ask();
  });
  $effect(() => {
    if (!may || !some) return;
    const timer = setInterval(ask, againMs);
    return () => clearInterval(timer);
  });
}
