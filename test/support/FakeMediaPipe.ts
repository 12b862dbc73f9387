import { EventEmitter } from 'node:events';
import type { ProducerId } from '../../protocol/ids.ts';
import { AppError } from '../../server/errors.ts';
import type { MediaPipe, PipeAddress, PipedTrack } from '../../server/media/api.ts';
import { PipedEnds } from '../../server/media/PipedEnds.ts';
import type { FakeMediaRoom } from './FakeMediaEngine.ts';

/** What a pipe made of a track. */
class FakeEnd {
  readonly observer = new EventEmitter<{ close: [] }>();
  closed = false;

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.observer.emit('close');
  }
}

/** One end of a pipe through which nothing goes. */
export class FakeMediaPipe extends EventEmitter<{ closed: [] }> implements MediaPipe {
  readonly address: PipeAddress = {
    ip: '127.0.0.1',
    port: 1,
    srtpParameters: { cryptoSuite: '', keyBase64: '' },
  };
  readonly sent = new Set<ProducerId>();
  readonly brought = new Set<ProducerId>();
  readonly #sending = new PipedEnds<FakeEnd>();
  readonly #bringing = new PipedEnds<FakeEnd>();
  readonly #room: FakeMediaRoom;
  #closed = false;

  constructor(room: FakeMediaRoom) {
    super();
    this.#room = room;
  }

  async connect(): Promise<boolean> {
    await this.#worker();
    return true;
  }

  async send(id: ProducerId): Promise<PipedTrack | null> {
    if (!this.#room.producers.has(id)) return null;
    await this.#sending.of(id, () => this.#make(this.sent, id));
    const producer = this.#room.producers.get(id);
    if (!producer) {
      this.#sending.drop(id);
      return null;
    }
    const { ownerId, source, rtpParameters } = producer;
    return { id, ownerId, source, rtpParameters };
  }

  async bring({ id, ...track }: PipedTrack): Promise<void> {
    await this.#bringing.of(id, async () => {
      const end = await this.#make(this.brought, id);
      const { producers } = this.#room;
      if (producers.has(id)) throw new Error('There cannot be two tracks of one id.');
      producers.set(id, { ...track, paused: false });
      end.observer.once('close', () => this.#room.end(id));
      return end;
    });
  }

  drop(id: ProducerId): void {
    this.#sending.drop(id);
    this.#bringing.drop(id);
  }

  close(): void {
    this.#closed = true;
    this.#room.pipes.delete(this);
    for (const id of [...this.sent, ...this.brought]) this.drop(id);
  }

  /** It breaks by itself. */
  break(): void {
    if (this.#closed) return;
    this.close();
    this.emit('closed');
  }

  async #make(all: Set<ProducerId>, id: ProducerId): Promise<FakeEnd> {
    await this.#worker();
    all.add(id);
    const end = new FakeEnd();
    end.observer.once('close', () => all.delete(id));
    return end;
  }

  async #worker(): Promise<void> {
    this.#requireOpen();
    await this.#room.answer();
    this.#requireOpen();
  }

  #requireOpen(): void {
    this.#room.requireOpen();
    if (this.#closed) throw new AppError('gone', 'The pipe closed.');
  }
}
