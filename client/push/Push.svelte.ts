import type { PushAddress } from '../../protocol/push.ts';
import { ask } from '../api.ts';
import type { HobnobClient } from '../session/HobnobClient.svelte.ts';
import { currentLanguage } from '../words.svelte.ts';
import { canPush, findSubscription, subscribe, unsubscribe } from './subscription.ts';

/** Whether one is told in this browser while no page of ours is open: yes, no, or why that cannot be. */
type PushState = 'on' | 'off' | 'unsupported' | 'denied' | 'unreachable';

/** Being told while nothing is open. Its verbs reject with a `RequestError`. */
export class Push {
  state = $state<PushState>('off');
  readonly #client: Pick<HobnobClient, 'onWelcome'>;

  constructor(client: Pick<HobnobClient, 'onWelcome'>) {
    this.#client = client;
  }

  /**
   * Says to the server, whenever it is there, where this browser is told, and goes where a notification leads that was
   * clicked, until the returned function is called.
   */
  watch(go: (path: string) => void): () => void {
    if (!canPush()) return () => {};
    const stop = new AbortController();
    navigator.serviceWorker.addEventListener(
      'message',
      ({ data }: MessageEvent<{ link?: string } | null>) => {
        if (data?.link?.startsWith('/')) go(data.link);
      },
      { signal: stop.signal },
    );
    // Whoever signed in, or reads in another language, is told as that from now on; if not now, then next time.
    const stopTelling = this.#client.onWelcome(() => void this.#renew().catch(() => {}));
    return () => {
      stop.abort();
      stopTelling();
    };
  }

  /** Looks how it stands. */
  async look(): Promise<void> {
    if (!canPush()) this.state = 'unsupported';
    else if (Notification.permission === 'denied') this.state = 'denied';
    else this.state = (await findSubscription()) ? 'on' : 'off';
  }

  /** Asks the browser for leave, which takes a tap. */
  async turnOn(): Promise<void> {
    if ((await Notification.requestPermission()) !== 'granted') return await this.look();
    const { publicKey } = await ask<'push'>('/me/push');
    let subscription: PushSubscription;
    try {
      subscription = await subscribe(publicKey);
    } catch {
      this.state = 'unreachable';
      return;
    }
    await tell(subscription);
    this.state = 'on';
  }

  async turnOff(): Promise<void> {
    await ask<'dropPush'>('/me/push', { method: 'DELETE' });
    await unsubscribe();
    this.state = 'off';
  }

  async #renew(): Promise<void> {
    const subscription = await findSubscription();
    if (subscription) await tell(subscription);
  }
}

async function tell(subscription: PushSubscription): Promise<void> {
  const { endpoint = '', keys } = subscription.toJSON();
  const own = { p256dh: keys?.p256dh ?? '', auth: keys?.auth ?? '' };
  const body: PushAddress = { endpoint, keys: own, language: currentLanguage() };
  await ask<'takePush'>('/me/push', { method: 'PUT', body });
}
