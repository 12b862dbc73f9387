import workerUrl from './worker.ts?worker&url';

/** Whether this browser can be told something while no page of ours is open; by plain http none can. */
export function canPush(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}

/** Where this browser is told; null where it is not. */
export async function findSubscription(): Promise<PushSubscription | null> {
  if (!canPush() || Notification.permission !== 'granted') return null;
  const registration = await navigator.serviceWorker.getRegistration();
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** Lets this browser be told by a server with that key. Rejects where its push service cannot be reached. */
export async function subscribe(publicKey: string): Promise<PushSubscription> {
  await navigator.serviceWorker.register(workerUrl);
  const { pushManager } = await navigator.serviceWorker.ready;
  // One that was made for other keys is in the way.
  await (await pushManager.getSubscription())?.unsubscribe();
  return await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: publicKey });
}

/** This browser is told no more, whatever a server still sends. */
export async function unsubscribe(): Promise<void> {
  try {
    await (await findSubscription())?.unsubscribe();
  } catch {
    // It is for the browser to say; the server sends nothing any more.
  }
}
