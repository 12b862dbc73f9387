/**
 * Keeps the screen of a phone or laptop on until the returned function is called (W3C Screen Wake Lock). The platform
 * takes the lock away whenever the page is out of sight, and may refuse it to spare the battery.
 */
export function keepAwake(): () => void {
  let lock: WakeLockSentinel | undefined;
  let over = false;
  const take = async () => {
    if (over || document.visibilityState !== 'visible' || lock?.released === false) return;
    const taken = await navigator.wakeLock?.request('screen');
    if (over) await taken?.release();
    else lock = taken;
  };
  const tryIt = () => {
    take().catch(() => {
      // The screen goes dark as it always does; the call goes on.
    });
  };
  tryIt();
  document.addEventListener('visibilitychange', tryIt);
  return () => {
    over = true;
    document.removeEventListener('visibilitychange', tryIt);
    lock?.release().catch(() => {});
  };
}
