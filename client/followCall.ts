import type { Navigation } from './navigation.svelte.ts';
import type { HobnobClient } from './session/HobnobClient.svelte.ts';

/** Whoever looks at a room out of which they are moved looks at the one they come into. */
export function followCall(client: HobnobClient, navigation: Navigation): () => void {
  client.onMoved = (from, to) => {
    if (navigation.place.params.slug === from) navigation.go(`/r/${to}`, { byLink: true, replace: true });
  };
  return () => {
    client.onMoved = () => {};
  };
}
