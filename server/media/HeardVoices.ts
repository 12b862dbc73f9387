import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import type { ParticipantId, ProducerId } from '../../protocol/ids.ts';
import { OpenVoices } from './OpenVoices.ts';
import type { Slice } from './Slice.ts';
import { Talking } from './Talking.ts';
import { Voices } from './Voices.ts';

export interface HeardVoicesEvents {
  /** The set of people whose voice is heard changed. */
  talking: [ids: ParticipantId[]];
  /** Another one is the loudest; null: the one that was has gone. */
  activeSpeaker: [id: ParticipantId | null];
  /** A voice is sent to the others from now on, or no longer. */
  opened: [id: ProducerId, open: boolean];
}

/** Whose voices are heard in a room, made of what the observers of its home hear: another one after a worker died. */
export class HeardVoices extends EventEmitter<HeardVoicesEvents> {
  readonly #ownerOf: (id: ProducerId) => ParticipantId | null;
  readonly #talking = new Talking();
  readonly #open = new OpenVoices<ProducerId>();
  #observed: { readonly home: Slice; readonly voices: Promise<Voices> } | undefined;
  #activeSpeaker: ParticipantId | null = null;

  constructor(ownerOf: (id: ProducerId) => ParticipantId | null) {
    super();
    this.#ownerOf = ownerOf;
    this.#talking.on('change', (ids) => this.emit('talking', ids));
  }

  /** Resolves when the voices of this home are observed. */
  async of(home: Slice): Promise<Voices> {
    if (this.#observed?.home !== home) this.#observed = { home, voices: this.#observe(home) };
    return await this.#observed.voices;
  }

  isOpen(id: ProducerId): boolean {
    return this.#open.isOpen(id);
  }

  /** At most so many are sent to the others. */
  limit(most: number): void {
    this.#tell(this.#open.limit(most));
  }

  /** Listens to a microphone at home until it ends. */
  async add(producer: types.Producer, home: Slice): Promise<void> {
    const id = producer.id as ProducerId;
    if (!producer.paused) this.#add(id);
    producer.observer.on('resume', () => this.#add(id));
    producer.observer.on('pause', () => this.remove(id));
    await (await this.of(home)).add(id);
  }

  /** It cannot be heard any more: muted or gone. */
  remove(id: ProducerId): void {
    const wasOpen = this.#open.isOpen(id);
    const opened = this.#open.remove(id);
    // What it is when it speaks again is said then.
    this.#tell(wasOpen ? opened : [id, ...opened]);
    const owner = this.#ownerOf(id);
    if (!owner) return;
    this.#talking.silenced(owner);
    if (this.#activeSpeaker === owner) this.#setActiveSpeaker(null);
  }

  close(): void {
    this.#talking.close();
  }

  async #observe(home: Slice): Promise<Voices> {
    const voices = await Voices.open(home.router);
    voices.on('heard', (heard) => {
      this.#talking.heard(heard.flatMap(({ id }) => this.#ownerOf(id) ?? []));
      this.#tell(this.#open.hear(heard));
    });
    voices.on('loudest', (id) => this.#setActiveSpeaker(this.#ownerOf(id)));
    return voices;
  }

  #add(id: ProducerId): void {
    this.#open.add(id);
    if (!this.#open.isOpen(id)) this.#tell([id]);
  }

  #tell(changed: readonly ProducerId[]): void {
    for (const id of changed) this.emit('opened', id, this.#open.isOpen(id));
  }

  #setActiveSpeaker(id: ParticipantId | null): void {
    if (id === this.#activeSpeaker) return;
    this.#activeSpeaker = id;
    this.emit('activeSpeaker', id);
  }
}
