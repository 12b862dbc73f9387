import { ringTone } from '../../audio/ringTone.ts';

/** Rings in one tab of a browser, however many show it, as long as an element is there. */
export function ringing(): () => void {
  const { promise, resolve } = Promise.withResolvers<void>();
  const ring = async () => {
    const stop = ringTone();
    await promise;
    stop();
  };
  // Whoever waits gets the lock when this tab lets go of it, and then has nothing to ring for any more.
  if ('locks' in navigator)
    void navigator.locks.request('hobnob.ring', { ifAvailable: true }, (lock) => lock && ring());
  else void ring();
  return resolve;
}
