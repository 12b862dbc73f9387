import type { types } from 'mediasoup';
import type { ProducerId } from '../../protocol/ids.ts';
import { AppError } from '../errors.ts';
import { letFlow } from './consumers.ts';

// Between workers of this machine: nobody else reaches it, so nothing is encrypted.
const listenInfo = { protocol: 'udp', ip: '127.0.0.1' } as const;

/**
 * One way for tracks from a router to another, each brought at most once. Unlike mediasoup's `pipeToRouter`, a track
 * that is muted here stays open there: those who listen there need not each be told.
 */
export class Pipe {
  readonly #near: types.PipeTransport;
  readonly #far: types.PipeTransport;
  readonly #brought = new Map<ProducerId, Promise<types.Consumer>>();
  readonly #dropping = new Map<ProducerId, Promise<void>>();

  private constructor(near: types.PipeTransport, far: types.PipeTransport) {
    this.#near = near;
    this.#far = far;
    // Both have to go with either.
    near.observer.once('close', () => far.close());
    far.observer.once('close', () => near.close());
  }

  static async open(from: types.Router, to: types.Router): Promise<Pipe> {
    // A burst of pictures may overflow a buffer: what was lost is sent again.
    const options = { listenInfo, enableRtx: true, enableSctp: false };
    const ends = await Promise.allSettled([
      from.createPipeTransport(options),
      to.createPipeTransport(options),
    ]);
    const open = ends.flatMap((end) => (end.status === 'fulfilled' ? end.value : []));
    try {
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
      const [near, far] = open as [types.PipeTransport, types.PipeTransport];
      await Promise.all([near.connect(addressOf(far)), far.connect(addressOf(near))]);
      return new Pipe(near, far);
    } catch (error) {
      for (const end of open) end.close();
      throw error;
    }
  }

  /** Makes a track of the one router a track of the other, with the same id; it ends with it. */
  async bring(producer: types.Producer, open: () => boolean): Promise<void> {
    const id = producer.id as ProducerId;
    let bringing = this.#brought.get(id);
    if (!bringing) {
      const made = this.#bring(producer, id, open);
      bringing = made;
      this.#brought.set(id, made);
      const forget = () => {
        if (this.#brought.get(id) === made) this.#brought.delete(id);
      };
      made.then((consumer) => consumer.observer.once('close', forget), forget);
    }
    await bringing;
  }

  /** Lets a track flow, or not; nothing of one that was not brought. */
  async setOpen(id: ProducerId, open: boolean): Promise<void> {
    const consumer = await this.#brought.get(id);
    if (consumer) await letFlow(consumer, { open });
  }

  /** Brings a track no longer. */
  async drop(id: ProducerId): Promise<void> {
    const bringing = this.#brought.get(id);
    if (!bringing) return;
    this.#brought.delete(id);
    // Whoever wants it again meanwhile waits: there cannot be two of one id.
    const dropping = bringing.then(
      (consumer) => consumer.close(),
      () => {},
    );
    this.#dropping.set(id, dropping);
    await dropping;
    if (this.#dropping.get(id) === dropping) this.#dropping.delete(id);
  }

  async #bring(producer: types.Producer, id: ProducerId, open: () => boolean): Promise<types.Consumer> {
    await this.#dropping.get(id);
    const consumer = await this.#near.consume({ producerId: id });
    const { kind, rtpParameters } = consumer;
    const copy = await this.#far.produce({ id, kind, rtpParameters }).catch((error: unknown) => {
      consumer.close();
      throw error;
    });
    // Ended while the workers worked: then nobody says so any more.
    if (producer.closed || consumer.closed) {
      consumer.close();
      copy.close();
      throw new AppError('gone', 'The track ended.');
    }
    consumer.observer.once('close', () => copy.close());
    copy.observer.once('close', () => consumer.close());
    if (!open()) await letFlow(consumer, { open: false });
    return consumer;
  }
}

function addressOf({ tuple }: types.PipeTransport): { ip: string; port: number } {
  return { ip: tuple.localAddress, port: tuple.localPort };
}
