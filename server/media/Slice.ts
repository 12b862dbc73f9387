import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import type { ParticipantId, ProducerId } from '../../protocol/ids.ts';
import type { Direction } from './api.ts';
import type { Berth } from './Berth.ts';
import { letFlow } from './consumers.ts';
import { Pipe } from './Pipe.ts';
import { ifAlive } from './refusals.ts';

export interface SliceParts {
  readonly router: types.Router;
  readonly webRtcServer: types.WebRtcServer;
  readonly berth: Berth;
  /** For how long nobody has to be here until it is `emptied`: whoever left may be about to come back. */
  readonly emptyMs: number;
}

/** Somebody who sends or receives here. */
export interface Place {
  readonly id: ParticipantId;
  readonly direction: Direction;
}

/** Where tracks come from, and which of them are sent on at the moment. */
export interface Origin {
  readonly home: Slice;
  readonly isOpen: (id: ProducerId) => boolean;
}

export interface SliceEvents {
  died: [];
  /** Nobody has been here for a while. */
  emptied: [];
  /** No track can be brought here. */
  unreachable: [error: unknown];
}

/** What a room has on one worker: a router, who is there, and what they are sent. */
export class Slice extends EventEmitter<SliceEvents> {
  readonly router: types.Router;
  readonly webRtcServer: types.WebRtcServer;
  readonly berth: Berth;
  readonly #places = new Set<Place>();
  readonly #wanted = new Map<ProducerId, number>();
  readonly #consumers = new Map<ProducerId, Set<types.Consumer>>();
  #pipe: { readonly from: Slice; readonly opening: Promise<Pipe> } | undefined;
  #listeners = 0;
  #sent = 0;
  readonly #emptyMs: number;
  #emptyTimer: NodeJS.Timeout | undefined;

  constructor({ router, webRtcServer, berth, emptyMs }: SliceParts) {
    super();
    this.#emptyMs = emptyMs;
    this.router = router;
    this.webRtcServer = webRtcServer;
    this.berth = berth;
    router.once('workerclose', () => this.emit('died'));
    router.observer.once('close', () => {
      clearTimeout(this.#emptyTimer);
      berth.listeners -= this.#listeners;
      berth.consumers -= this.#sent;
    });
    this.#rest();
  }

  /** Who is here; after the worker died: who was. */
  get places(): readonly Place[] {
    return [...this.#places];
  }

  /** How many listen here. */
  get audience(): number {
    return this.#listeners;
  }

  /** Counts somebody in; what it returns counts them out. */
  hold(place: Place): () => void {
    // What is closed has been counted out, and nobody is refused later than by the transport they ask for.
    if (this.router.closed) return () => {};
    clearTimeout(this.#emptyTimer);
    this.#places.add(place);
    const listens = place.direction === 'receive' ? 1 : 0;
    this.#listeners += listens;
    this.berth.listeners += listens;
    return () => {
      if (this.router.closed || !this.#places.delete(place)) return;
      this.#listeners -= listens;
      this.berth.listeners -= listens;
      if (this.#places.size === 0) this.#rest();
    };
  }

  /** Makes a track one that can be consumed here; what it returns says that nobody needs it any more. */
  async want(producer: types.Producer, { home, isOpen }: Origin): Promise<() => void> {
    const id = producer.id as ProducerId;
    this.#wanted.set(id, (this.#wanted.get(id) ?? 0) + 1);
    let released = false;
    const release = () => {
      if (released || this.router.closed) return;
      released = true;
      const left = (this.#wanted.get(id) ?? 0) - 1;
      if (left > 0) this.#wanted.set(id, left);
      else this.#giveUp(id);
    };
    try {
      if (home !== this) await (await this.#pipeFrom(home)).bring(producer, () => isOpen(id));
      return release;
    } catch (error) {
      release();
      throw error;
    }
  }

  /** What is sent from here, until it closes. */
  add(consumer: types.Consumer): void {
    const id = consumer.producerId as ProducerId;
    const all = this.#consumers.get(id) ?? new Set();
    this.#consumers.set(id, all.add(consumer));
    this.#sent++;
    this.berth.consumers++;
    consumer.observer.once('close', () => {
      if (this.router.closed) return;
      this.#sent--;
      this.berth.consumers--;
      all.delete(consumer);
      if (all.size === 0) this.#consumers.delete(id);
    });
  }

  /** Sends a voice to everybody here, or to nobody: by each consumer where it comes in, by the pipe elsewhere. */
  async setOpen(id: ProducerId, open: boolean, home: Slice): Promise<void> {
    if (home === this) {
      await ifAlive([...(this.#consumers.get(id) ?? [])].map((consumer) => letFlow(consumer, { open })));
    } else if (this.#pipe?.from === home) {
      await ifAlive([this.#pipe.opening.then((pipe) => pipe.setOpen(id, open))]);
    }
  }

  close(): void {
    clearTimeout(this.#emptyTimer);
    this.router.close();
  }

  #rest(): void {
    this.#emptyTimer = setTimeout(() => this.emit('emptied'), this.#emptyMs).unref();
  }

  #pipeFrom(home: Slice): Promise<Pipe> {
    if (this.#pipe?.from === home) return this.#pipe.opening;
    const opening = Pipe.open(home.router, this.router);
    this.#pipe = { from: home, opening };
    opening.catch((error: unknown) => {
      if (this.#pipe?.opening !== opening) return;
      this.#pipe = undefined;
      // Not because either end is gone: nobody can listen here.
      if (!home.router.closed && !this.router.closed) this.emit('unreachable', error);
    });
    return opening;
  }

  #giveUp(id: ProducerId): void {
    this.#wanted.delete(id);
    const opening = this.#pipe?.opening;
    // Of a pipe that was never laid nothing flows.
    opening?.then((pipe) => pipe.drop(id)).catch(() => {});
  }
}
