import webPush from 'web-push';
import type { PushAddress } from '../../protocol/push.ts';
import type { Config } from '../config.ts';
import { type Outgoing, OutgoingError } from '../outgoing/Outgoing.ts';
import { Turns } from '../Turns.ts';
import { type PushKeys, readPushKeys } from './pushKeys.ts';

interface Parts {
  readonly keys: PushKeys;
  readonly outgoing: Pick<Outgoing, 'ask'>;
  /** Whom a push service may turn to: an address of the web or of mail. */
  readonly contact: string;
}

/** How something is sent. */
interface PushManner {
  /** How long the push service keeps it for a browser that is not there. */
  readonly seconds: number;
  /** Whether it wakes a device that saves its battery. */
  readonly urgent: boolean;
  /** What waits under the same words gives way to it. */
  readonly topic: string;
}

/** What became of it: taken, not taken this time, or nobody is there any more. */
type PushOutcome = 'taken' | 'failed' | 'gone';

// Push services want something there; where the server was told no address there is nothing true to say.
const nobodysMail = 'mailto:nobody@hobnob.invalid';
const patienceMs = 10_000;
// Of an answer only its status counts.
const mostBytes = 1_024;

/** Sends to browsers by the push services they named: encrypted for them alone, and asked for as strangers' hosts are. */
export class PushSender {
  readonly #parts: Parts;
  readonly #turns = new Turns({ atOnce: 16, waiting: 5_000 });

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Makes it of the settings, with the keys of this server. */
  static open({ dataDir, publicUrl }: Pick<Config, 'dataDir' | 'publicUrl'>, outgoing: Parts['outgoing']) {
    const contact = publicUrl?.protocol === 'https:' ? publicUrl.origin : nobodysMail;
    return new PushSender({ keys: readPushKeys(dataDir), outgoing, contact });
  }

  get publicKey(): string {
    return this.#parts.keys.publicKey;
  }

  /** Whether the keys are such that something can be encrypted with them. */
  canWriteTo(address: PushAddress): boolean {
    try {
      this.#write(address, 'x', { seconds: 0, urgent: false, topic: 'x' });
      return true;
    } catch {
      return false;
    }
  }

  async send(address: PushAddress, text: string, manner: PushManner): Promise<PushOutcome> {
    try {
      const { status } = await this.#turns.take(() => this.#post(address, text, manner));
      if (status >= 200 && status < 300) return 'taken';
      return status === 404 || status === 410 ? 'gone' : 'failed';
    } catch (error) {
      // A name that leads to where nobody may be asked is none of a push service.
      return error instanceof OutgoingError && error.reason === 'forbidden' ? 'gone' : 'failed';
    }
  }

  async #post(address: PushAddress, text: string, manner: PushManner): Promise<{ status: number }> {
    const { headers, body } = this.#write(address, text, manner);
    return await this.#parts.outgoing.ask({
      url: address.endpoint,
      method: 'POST',
      headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)])),
      body,
      mostBytes,
      beyond: 'cut',
      patienceMs,
    });
  }

  #write({ endpoint, keys }: PushAddress, text: string, { seconds, urgent, topic }: PushManner) {
    return webPush.generateRequestDetails({ endpoint, keys }, text, {
      vapidDetails: { subject: this.#parts.contact, ...this.#parts.keys },
      TTL: seconds,
      urgency: urgent ? 'high' : 'normal',
      topic,
    });
  }
}
