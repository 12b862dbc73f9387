import { type OpenedScreen, openScreen, type ScreenProfile, screenProfiles } from './LocalScreen.ts';
import { follow, screenPlan } from './quality/sendingPlan.ts';
import type { SendTransport } from './SendTransport.ts';
import type { ReceiveLimit } from './wishes.ts';

/** What one shows right now. */
export interface Share extends OpenedScreen {
  /** The picture of it. */
  readonly stream: MediaStream;
}

/** The screen one shows, with its sound. It outlives the transports it is sent over, and ends by either stop button. */
export class OwnScreen {
  share = $state.raw<Share | null>(null);
  profile = $state<ScreenProfile>('text');
  /** The host who ended it, until something is shown again. */
  stoppedBy = $state<string | null>(null);
  readonly #open: typeof openScreen;
  #media: SendTransport | null = null;
  #limit: ReceiveLimit = 'none';
  #turn = Promise.resolve();

  constructor(open = openScreen) {
    this.#open = open;
  }

  /** Sends over these transports from now on, or again over the same ones what they do not send yet. */
  async sendOver(media: SendTransport): Promise<void> {
    this.#media = media;
    await this.#inTurn(() => this.#send(this.share));
  }

  /** Asks what to show, and shows it in the place of what was shown. Rejects with a `DeviceProblem` or a `RequestError`. */
  async start(): Promise<void> {
    if (!this.#media) throw new Error('There is no media connection.');
    const opened = await this.#open(this.profile);
    if (!this.#media) {
      for (const track of tracksOf(opened)) track.stop();
      return;
    }
    this.stop().catch(noLine);
    const share: Share = { ...opened, stream: new MediaStream([opened.video]) };
    this.share = share;
    this.stoppedBy = null;
    // Stopped by the browser's own button, or what was shown is closed: never by us, whose `stop()` tells nobody.
    opened.video.addEventListener('ended', () => {
      if (this.share?.video === opened.video) this.stop().catch(noLine);
    });
    opened.sound?.addEventListener('ended', () => this.#fallSilent(opened));
    try {
      // Another profile may have been chosen meanwhile.
      await this.#shape(share);
      await this.#inTurn(() => this.#send(share));
    } catch (error) {
      if (this.share === share) this.stop().catch(noLine);
      throw error;
    }
  }

  /** Shows nothing any more: at once in this browser, then at the server. */
  async stop(): Promise<void> {
    const share = this.share;
    if (!share) return;
    this.#end();
    await this.#inTurn(async () => {
      await Promise.all([this.#media?.stop('screenAudio'), this.#media?.stop('screen')]);
    });
  }

  /** A host ended it: at the server it has ended already. */
  endByHost(by: string): void {
    if (!this.share) return;
    this.stoppedBy = by;
    this.stop().catch(noLine);
  }

  /** Sharp text or smooth motion: takes effect while it is shown, and nobody has to negotiate anything. */
  async setProfile(profile: ScreenProfile): Promise<void> {
    this.profile = profile;
    if (this.share) await this.#shape(this.share);
  }

  /** Saves data, or no longer. */
  async save(limit: ReceiveLimit): Promise<void> {
    this.#limit = limit;
    await this.#encode();
  }

  close(): void {
    this.#end();
    this.#media = null;
  }

  #end(): void {
    if (this.share) for (const track of tracksOf(this.share)) track.stop();
    this.share = null;
  }

  /** Only the sound of it is over. */
  #fallSilent(opened: OpenedScreen): void {
    if (this.share?.sound !== opened.sound) return;
    this.share = { ...this.share, sound: null, echoes: false };
    this.#inTurn(async () => this.#media?.stop('screenAudio')).catch(noLine);
  }

  /** Picture first: sound without it has no place on the screen. What has ended meanwhile is not sent. */
  async #send(share: Share | null): Promise<void> {
    const media = this.#media;
    for (const source of ['screen', 'screenAudio'] as const) {
      const track = source === 'screen' ? share?.video : share?.sound;
      const current = track && tracksOf(this.share).includes(track);
      if (media && media === this.#media && current && !media.sends(source)) {
        await media.produce(source, track);
        if (source === 'screen') await this.#encode();
      }
    }
  }

  async #shape({ video }: Share): Promise<void> {
    const { contentHint, frameRate } = screenProfiles[this.profile];
    video.contentHint = contentHint;
    await video.applyConstraints({ frameRate: { ideal: frameRate, max: frameRate } });
    await this.#encode();
  }

  async #encode(): Promise<void> {
    const plan = screenPlan(this.#limit, this.profile);
    await this.#media?.adjust('screen', (encodings) => follow([plan], encodings));
  }

  /** One after the other: a stop that overtakes its start would leave something shown. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => {});
    return turn;
  }
}

function tracksOf(screen: OpenedScreen | null): MediaStreamTrack[] {
  return screen ? [screen.video, ...(screen.sound ? [screen.sound] : [])] : [];
}

function noLine(): void {
  // Without a line the server learns it when we come back.
}
