import type { EventEmitter } from 'node:events';
import type { ParticipantId, ProducerId } from '../../protocol/ids.ts';
import type { ProducerInfo } from '../../protocol/media.ts';
import type { StoppedSource } from '../../protocol/moderation.ts';
import { AppError } from '../errors.ts';
import type { MediaRoom, ProduceOptions } from '../media/api.ts';
import type { Floor } from './Floor.ts';
import { MovingOver } from './MovingOver.ts';
import type { Participant } from './Participant.ts';
import type { RoomEvents } from './RoomEvents.ts';

/** What the people of a room send, and the media it flows through: another one after its worker died. */
export class Tracks {
  talkingIds: ParticipantId[] = [];
  activeSpeakerId: ParticipantId | null = null;
  readonly #room: EventEmitter<RoomEvents> & { readonly floor: Floor };
  #media: MediaRoom | null = null;
  #mostVoices: number | null = null;
  #generation = 0;
  readonly #moving = new Set<MovingOver>();

  constructor(room: EventEmitter<RoomEvents> & { readonly floor: Floor }) {
    this.#room = room;
  }

  /** Whether something can be sent and heard right now. */
  get available(): boolean {
    return this.#media !== null;
  }

  /** Which media it is, counted; another number tells that somebody moved. */
  get generation(): number {
    return this.#generation;
  }

  /** At most so many microphones are sent to the others; null: all. */
  set mostVoices(most: number | null) {
    if (most === this.#mostVoices) return;
    this.#mostVoices = most;
    this.#media?.limitVoices(most);
  }

  /** Everything flows through this from now on. */
  use(media: MediaRoom): void {
    this.#media = media;
    if (this.#mostVoices !== null) media.limitVoices(this.#mostVoices);
    media.on('lost', (senders, listeners) => {
      if (this.#media === media) this.#room.emit('mediaPartLost', senders, listeners);
    });
    media.on('leaving', (listeners) => {
      if (this.#media === media) this.#room.emit('mediaLeaving', listeners);
    });
    media.on('talking', (ids) => {
      if (this.#media === media) this.#setTalking(ids);
    });
    media.on('activeSpeaker', (id) => {
      if (this.#media === media) this.#setActiveSpeaker(id);
    });
    media.once('died', () => {
      if (this.#media !== media) return;
      this.#media = null;
      this.#setTalking([]);
      this.#setActiveSpeaker(null);
      this.#room.emit('mediaDied');
    });
  }

  /** Gives everybody a place in new media, and says so. */
  moveTo(media: MediaRoom, participants: Iterable<Participant>): void {
    this.use(media);
    for (const participant of participants) this.renew(participant);
    this.#room.emit('mediaMoved', ++this.#generation, null, null);
  }

  /** Gives some another place in the media there is, and tells them. */
  move(participants: readonly Participant[]): void {
    if (participants.length === 0) return;
    for (const participant of participants) this.renew(participant);
    this.#room.emit('mediaMoved', ++this.#generation, participants, null);
  }

  /** Has everybody come over to other media, without silence in between. */
  leadTo(media: MediaRoom, participants: readonly Participant[]): void {
    const before = this.#media;
    this.use(media);
    this.#setTalking([]);
    this.#lead(participants, null, () => before?.close());
  }

  /** Has some come over to another place in the media there is, without silence in between. */
  lead(participants: readonly Participant[]): void {
    if (participants.length > 0) this.#lead(participants, participants, () => {});
  }

  /** Gives up what a participant sends and hears, for a new beginning. */
  renew(participant: Participant): void {
    for (const moving of this.#moving) moving.came(participant);
    participant.peer?.close();
    participant.peer = undefined;
    participant.lostPaths.clear();
    if (participant.quality !== 'good') {
      participant.quality = 'good';
      this.#room.emit('qualityChanged', participant);
    }
    for (const id of [...participant.producers.keys()]) this.#gone(participant, id);
    if (!this.#media) return;
    const peer = this.#media.createPeer(participant.id, participant.rtpCapabilities);
    peer.on('producerClosed', (id) => this.#gone(participant, id));
    peer.on('pathChanged', (direction, alive) => {
      if (participant.peer !== peer) return;
      if (alive) participant.lostPaths.delete(direction);
      else participant.lostPaths.add(direction);
      this.#room.emit('participantChanged', participant);
    });
    participant.peer = peer;
  }

  /** Begins to send a track; a microphone that a host muted begins muted, whatever was asked for. */
  async produce(participant: Participant, options: ProduceOptions): Promise<ProducerInfo> {
    this.#room.floor.require(participant, options.source);
    const peer = participant.requirePeer();
    const { stopped } = participant;
    const shown = options.source === 'camera' || options.source === 'screen' ? options.source : null;
    if (shown) stopped.delete(shown);
    const mute = () =>
      options.source === 'microphone' && (participant.silenced || !this.#room.floor.maySpeak(participant));
    const producer = await peer.produce({ ...options, paused: options.paused || mute() });
    // Muted, or begun anew, while the worker worked.
    if (mute() && !producer.paused && (await peer.setPaused(producer.id, true))) producer.paused = true;
    if (participant.peer !== peer) throw new AppError('gone', 'The participant left.');
    const refusal = this.#room.floor.refusal(participant, options.source);
    if (refusal !== null) {
      peer.closeProducer(producer.id);
      throw refusal;
    }
    // Ended meanwhile, by its owner or by a host: then there is nothing to go on with.
    const isOver = options.replaces && !participant.producers.has(options.replaces);
    if (isOver || (shown && stopped.has(shown))) {
      peer.closeProducer(producer.id);
      throw new AppError('gone', 'The track ended.');
    }
    participant.producers.set(producer.id, producer);
    this.#room.emit('producerAdded', participant, producer);
    return producer;
  }

  /** Throws `not_your_turn` for a microphone that is to be opened by who may not speak now. */
  async setPaused(participant: Participant, id: ProducerId, paused: boolean): Promise<void> {
    const source = participant.producers.get(id)?.source;
    const isMicrophone = source === 'microphone';
    if (!paused && source) this.#room.floor.require(participant, source);
    if (!paused && isMicrophone && !this.#room.floor.maySpeak(participant)) {
      throw new AppError('not_your_turn', 'It is not your turn to speak.');
    }
    if (!paused && isMicrophone && participant.silenced) {
      participant.silenced = false;
      this.#room.emit('seatChanged', participant);
    }
    const peer = participant.requirePeer();
    const changed = await peer.setPaused(id, paused);
    if (changed) this.#note(participant, id, paused);
    // Muted by a host while the worker opened it: the host's word came later.
    const hushed = participant.silenced || !this.#room.floor.maySpeak(participant);
    if (!paused && isMicrophone && hushed && (await peer.setPaused(id, true))) {
      this.#note(participant, id, true);
    }
  }

  /** Silences a microphone for somebody else. Says whether that changes anything. */
  async silence(participant: Participant): Promise<boolean> {
    const microphones = [...participant.producers.values()].filter(({ source }) => source === 'microphone');
    // Without a microphone here, one may be about to be sent anew: whoever is on the way back stays muted too.
    if (participant.silenced && microphones.every(({ paused }) => paused)) return false;
    participant.endFormer();
    participant.silenced = true;
    this.#room.emit('seatChanged', participant);
    for (const { id } of microphones) {
      if (await participant.peer?.setPaused(id, true)) this.#note(participant, id, true);
    }
    return true;
  }

  /** Ends what somebody shows, with the sound of it. Says whether there was something to end. */
  stop(participant: Participant, { source, by }: StoppedSource): boolean {
    const isMeant = (sent: ProducerInfo) =>
      sent.source === source || (source === 'screen' && sent.source === 'screenAudio');
    if (!participant.sent.some(isMeant)) return false;
    const ended = [...participant.producers.values()].filter(isMeant);
    participant.endFormer();
    participant.stopped.set(source, by);
    for (const { id } of ended) participant.peer?.closeProducer(id);
    return true;
  }

  /** Ends all that somebody sends. */
  end(participant: Participant): void {
    participant.endFormer();
    for (const id of [...participant.producers.keys()]) participant.peer?.closeProducer(id);
  }

  /** Nobody waits for them any more. */
  left(participant: Participant): void {
    for (const moving of this.#moving) moving.came(participant);
  }

  close(): void {
    for (const moving of [...this.#moving]) moving.end();
    this.#media?.close();
    this.#media = null;
  }

  #lead(participants: readonly Participant[], whose: readonly Participant[] | null, end: () => void): void {
    const moving = new MovingOver(participants, () => {
      this.#moving.delete(moving);
      end();
    });
    // First, as whoever hears of it keeps what is told to be gone in the same moment.
    this.#room.emit('mediaMoved', ++this.#generation, whose, moving.withinMs);
    for (const participant of participants) {
      this.renew(participant);
      // The next line brings them over, and finds that there is nothing yet.
      if (!participant.connected) this.#without(participant);
    }
    this.#moving.add(moving);
  }

  #without(participant: Participant): void {
    participant.peer?.close();
    participant.peer = undefined;
  }

  #note(participant: Participant, id: ProducerId, paused: boolean): void {
    const producer = participant.producers.get(id);
    if (!producer) return;
    const changed = { ...producer, paused };
    participant.producers.set(id, changed);
    this.#room.emit('producerChanged', participant, changed);
  }

  #gone(participant: Participant, id: ProducerId): void {
    if (participant.producers.delete(id)) this.#room.emit('producerRemoved', participant, id);
  }

  #setTalking(ids: ParticipantId[]): void {
    this.talkingIds = ids;
    this.#room.emit('talking', ids);
  }

  #setActiveSpeaker(id: ParticipantId | null): void {
    this.activeSpeakerId = id;
    this.#room.emit('activeSpeaker', id);
  }
}
