/** The argument by which a server knows that a supervisor started it and talks to it. */
export const supervisedMark = '--supervised';

/** What a supervisor asks of a server. */
export type Order =
  | {
      /** Open the store and the doors: at this port if the settings leave it open, alone or beside another server. */
      readonly order: 'go';
      readonly port: number;
      readonly alone: boolean;
    }
  | {
      /**
       * `empty`: another server is about to take your place, have what would end with you go to other nodes of the
       * house; `hand over`: change nothing any more; `take back`: the other one failed, go on; `move`: it listens, send
       * everybody there and end; `drain`: have everybody go to other nodes of the house; `stop`: let everybody go and
       * end.
       */
      readonly order: 'empty' | 'hand over' | 'take back' | 'move' | 'drain' | 'stop';
    };

/** What a server tells its supervisor. */
export type News =
  | { readonly news: 'standing by' | 'emptied' | 'handed over' | 'drained' }
  | Listening
  | {
      /** Everybody goes elsewhere; this much is left. */
      readonly news: 'draining';
      readonly rooms: number;
      readonly transports: number;
    }
  | {
      /** Nobody goes anywhere, for a reason in a sentence. */
      readonly news: 'not draining';
      readonly problem: string;
    }
  | {
      /** It cannot start; the sentence was printed already. */
      readonly news: 'failed';
      readonly problem: string;
    };

/** A server's word that people can come, with what its supervisor has to know of the settings. */
export interface Listening {
  readonly news: 'listening';
  readonly port: number;
  readonly dataDir: string;
  readonly shutdownTimeoutMs: number;
}

/** A node that drains ends after this time, whatever is left. */
export const drainLimitMs = 10 * 60_000;

/** How long a node whose server is replaced has for what it lends to others. */
export const emptyLimitMs = 60_000;

/** Whether two servers can listen on one port, which a hand-over needs: elsewhere it means something else, or nothing. */
export const canSharePorts = process.platform === 'linux';

/** With this status a server ends that cannot start as it is set: trying again would not help. */
export const hopelessStatus = 2;

// The two ends may be of different versions: what one does not know, it leaves alone.
const has = (message: unknown, key: string) =>
  typeof message === 'object' && message !== null && Object.hasOwn(message, key);

/** Whether something that came over the channel is an order. */
export function isOrder(message: unknown): message is Order {
  return has(message, 'order');
}

/** Whether something that came over the channel is news. */
export function isNews(message: unknown): message is News {
  return has(message, 'news');
}
