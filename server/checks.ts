import { AppError } from './errors.ts';
import type { MediaEngine } from './media/api.ts';
import type { Store } from './store/Store.ts';

interface Parts {
  readonly store: Pick<Store, 'ping'>;
  readonly media: Pick<MediaEngine, 'usage'>;
  /** Throws `draining` while another server takes over. */
  readonly requireStaying: () => void;
  readonly isClosing: () => boolean;
}

/** What has to hold for this server to take visitors: each throws when it does not. */
export function createChecks({ store, media, requireStaying, isClosing }: Parts) {
  return {
    store: () => store.ping(),
    media: async () => {
      // Anybody may ask, as often as they like: what it costs is a question to each worker, and no account of its rooms.
      if ((await media.usage()).workers.length === 0)
        throw new AppError('media_unavailable', 'no worker lives');
    },
    draining: async () => {
      requireStaying();
      if (isClosing()) throw new AppError('draining', 'about to stop');
    },
  };
}
