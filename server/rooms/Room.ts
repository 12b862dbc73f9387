import { EventEmitter } from 'node:events';
import type { ChatMessage } from '../../protocol/chat.ts';
import type { ParticipantId, ProducerId, SeatToken, UserId } from '../../protocol/ids.ts';
import type { ProducerInfo, RtpCapabilities } from '../../protocol/media.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { LeaveReason, RoomInfo } from '../../protocol/room.ts';
import { AppError } from '../errors.ts';
import type { MediaRoom } from '../media/api.ts';
import { Participant } from './Participant.ts';
import type { RecentMessages } from './RecentMessages.ts';

export interface RoomEvents {
  participantJoined: [participant: Participant];
  participantLeft: [participant: Participant, reason: LeaveReason];
  participantChanged: [participant: Participant];
  producerAdded: [participant: Participant, producer: ProducerInfo];
  producerChanged: [participant: Participant, producer: ProducerInfo];
  producerRemoved: [participant: Participant, id: ProducerId];
  muted: [participant: Participant, by: Participant];
  talking: [ids: ParticipantId[]];
  activeSpeaker: [id: ParticipantId | null];
  said: [message: ChatMessage];
  edited: [info: RoomInfo];
  mediaLost: [];
  closed: [];
}

export interface RoomOptions {
  readonly capacity: number;
  readonly seatMs: number;
}

/** How somebody comes in. */
export interface Admission {
  readonly rtpCapabilities: RtpCapabilities | undefined;
  readonly seatToken: SeatToken | undefined;
  /** Whether a returning participant goes on with the transports of before. */
  readonly keepMedia: boolean;
}

/** A room while somebody is in it, and a little longer: who is there, and what happens to them. */
export class Room extends EventEmitter<RoomEvents> {
  readonly participants = new Map<ParticipantId, Participant>();
  readonly media: MediaRoom;
  readonly chat: RecentMessages;
  info: RoomInfo;
  talkingIds: ParticipantId[] = [];
  activeSpeakerId: ParticipantId | null = null;
  /** Since when somebody is in it; null while it is empty. */
  liveSince: number | null = null;
  closed = false;
  readonly #options: RoomOptions;

  constructor(info: RoomInfo, media: MediaRoom, chat: RecentMessages, options: RoomOptions) {
    super();
    this.info = info;
    this.media = media;
    this.chat = chat;
    this.#options = options;
    media.on('talking', (ids) => {
      this.talkingIds = ids;
      this.emit('talking', ids);
    });
    media.on('activeSpeaker', (id) => {
      this.activeSpeakerId = id;
      this.emit('activeSpeaker', id);
    });
    media.on('died', () => {
      this.emit('mediaLost');
      this.close();
    });
  }

  get isFull(): boolean {
    return this.participants.size >= this.#options.capacity;
  }

  get hostPresent(): boolean {
    return [...this.participants.values()].some(({ role }) => role === 'host');
  }

  /**
   * Lets a person in, as a host who opened the room. With the token of a seat that still waits, it is the same
   * participant as before (`resumed`); without, a seat the person had elsewhere is given up for this one.
   * Throws `room_full`, or `gone` when the room closed.
   */
  admit(person: PersonInfo, admission: Admission): { participant: Participant; resumed: boolean } {
    this.#requireOpen();
    const before = this.#find(person.id);
    if (before && admission.seatToken && before.takeSeat(admission.seatToken)) {
      this.#reconnect(before);
      if (!admission.keepMedia) this.#renewPeer(before, admission);
      return { participant: before, resumed: true };
    }
    if (before) this.remove(before, 'replaced');
    if (this.isFull) throw new AppError('room_full', 'The room is full.');

    const role = person.id === this.info.openedBy.id ? 'host' : 'member';
    const participant = new Participant(person, role);
    this.#renewPeer(participant, admission);
    this.participants.set(participant.id, participant);
    this.liveSince ??= Date.now();
    this.emit('participantJoined', participant);
    return { participant, resumed: false };
  }

  remove(participant: Participant, reason: LeaveReason): void {
    if (!this.participants.delete(participant.id)) return;
    clearTimeout(participant.seatTimer);
    participant.peer?.close();
    if (this.participants.size === 0) this.liveSince = null;
    this.emit('participantLeft', participant, reason);
  }

  /** The socket is gone: the seat waits, its media goes on. */
  lose(participant: Participant): void {
    if (!this.participants.has(participant.id) || !participant.connected) return;
    participant.connected = false;
    participant.seatTimer = setTimeout(() => this.remove(participant, 'lost'), this.#options.seatMs);
    this.emit('participantChanged', participant);
  }

  rename(participant: Participant, person: PersonInfo): void {
    participant.person = person;
    if (this.participants.has(participant.id)) this.emit('participantChanged', participant);
  }

  addProducer(participant: Participant, producer: ProducerInfo): void {
    if (!this.participants.has(participant.id)) throw new AppError('gone', 'The participant left.');
    participant.producers.set(producer.id, producer);
    this.emit('producerAdded', participant, producer);
  }

  async setPaused(participant: Participant, id: ProducerId, paused: boolean): Promise<void> {
    if (!(await participant.requirePeer().setPaused(id, paused))) return;
    const producer = participant.producers.get(id);
    if (!producer) return;
    const changed = { ...producer, paused };
    participant.producers.set(id, changed);
    this.emit('producerChanged', participant, changed);
  }

  /** Silences somebody else's microphone; opening it again is theirs alone. */
  async mute(id: ParticipantId, by: Participant): Promise<void> {
    const participant = this.participants.get(id);
    if (!participant) throw new AppError('not_found', 'There is no such participant.');
    const open = [...participant.producers.values()].filter(
      ({ source, paused }) => source === 'microphone' && !paused,
    );
    for (const producer of open) await this.setPaused(participant, producer.id, true);
    if (open.length > 0) this.emit('muted', participant, by);
  }

  edit(info: RoomInfo): void {
    this.info = info;
    this.emit('edited', info);
  }

  /** Tells the room what was said; it is stored already. */
  post(message: ChatMessage): void {
    this.chat.add(message);
    this.emit('said', message);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const participant of [...this.participants.values()]) this.remove(participant, 'closed');
    this.media.close();
    this.emit('closed');
  }

  #find(userId: UserId): Participant | undefined {
    return [...this.participants.values()].find((participant) => participant.userId === userId);
  }

  #reconnect(participant: Participant): void {
    clearTimeout(participant.seatTimer);
    if (participant.connected) return;
    participant.connected = true;
    this.emit('participantChanged', participant);
  }

  #renewPeer(participant: Participant, { rtpCapabilities }: Admission): void {
    participant.peer?.close();
    const peer = this.media.createPeer(participant.id, rtpCapabilities);
    peer.on('producerClosed', (id) => this.#producerGone(participant, id));
    participant.peer = peer;
    for (const id of [...participant.producers.keys()]) this.#producerGone(participant, id);
  }

  #producerGone(participant: Participant, id: ProducerId): void {
    if (participant.producers.delete(id)) this.emit('producerRemoved', participant, id);
  }

  #requireOpen(): void {
    if (this.closed) throw new AppError('gone', 'The room closed.');
  }
}
