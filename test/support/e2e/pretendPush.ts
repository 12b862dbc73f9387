import type { PushAddress } from '../../../protocol/push.ts';

/**
 * Gives the browser a push service: Chromium's own is Google's, and there is none in a private window. What it says and
 * takes back is all that is pretended. Runs in the page before its own scripts, and stands alone.
 */
export function pretendPush({ endpoint, keys }: PushAddress): void {
  const mark = 'probe.push';
  const subscription: PushSubscription = {
    endpoint,
    expirationTime: null,
    options: { applicationServerKey: null, userVisibleOnly: true },
    getKey: () => null,
    toJSON: () => ({ endpoint, keys }),
    unsubscribe: async () => {
      localStorage.removeItem(mark);
      return true;
    },
  };
  PushManager.prototype.subscribe = async () => {
    localStorage.setItem(mark, 'on');
    return subscription;
  };
  PushManager.prototype.getSubscription = async () => (localStorage.getItem(mark) ? subscription : null);
}

/** Whether the browser would be told. */
export function isSubscribed(): boolean {
  return localStorage.getItem('probe.push') !== null;
}
