import { AppError } from './errors.ts';
import type { MediaEngine } from './media/api.ts';
import type { Store } from './store/Store.ts';

interface Parts {
  readonly store: Pick<Store, 'ping'>;
  readonly media: Pick<MediaEngine, 'count'>;
  /** Throws `draining` while another server takes over. */
  readonly requireStaying: () => void;
  readonly isClosing: () => boolean;
}

/** What has to hold for this server to take visitors: each throws when it does not. */
export function createChecks({ store, media, requireStaying, isClosing }: Parts) {
  return {
    store: () => store.ping(),
    media: async () => {
      if ((await media.count()).workers === 0) throw new AppError('media_unavailable', 'no worker lives');
    },
    draining: async () => {
      requireStaying();
      if (isClosing()) throw new AppError('draining', 'about to stop');
    },
  };
}
