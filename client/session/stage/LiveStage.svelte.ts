import type { ParticipantId } from '../../../protocol/ids.ts';
import type { ParticipantInfo } from '../../../protocol/room.ts';
import type { StageInfo } from '../../../protocol/stage.ts';
import type { Heard } from '../heard.ts';
import type { OwnTracks } from '../OwnTracks.svelte.ts';
import type { RoomState } from '../RoomState.svelte.ts';
import type { SignalingClient } from '../SignalingClient.ts';
import { Applause } from './Applause.svelte.ts';
import { Board } from './Board.svelte.ts';
import { StageRequests } from './StageRequests.ts';

interface LiveStageParts {
  readonly signaling: SignalingClient;
  readonly own: OwnTracks;
  readonly state: () => RoomState | null;
}

/** Something that is to happen, by the clock of this page, which never jumps. */
const inMs = (leftMs: number) => performance.now() + leftMs;

/**
 * Who may be heard in the room, as this client knows it, and what that asks of the own tracks: off the stage nothing is
 * sent, out of turn the microphone is muted, and nothing opens it but a press.
 */
export class LiveStage {
  /** Who was asked to come up, and until when. */
  invited = $state.raw<ReadonlyMap<ParticipantId, number>>(new Map());
  /** Whose turn it is, and until when. */
  turn = $state.raw<{ readonly id: ParticipantId; readonly until: number } | null>(null);
  /** When the curtain opens, once somebody counts down. */
  opensAt = $state<number | null>(null);
  /** When it is over, as long as no host is there. */
  endsAt = $state<number | null>(null);
  /** Who moved us into the audience, until we are heard again; empty: the room became a stage. */
  movedBy = $state<string | null>(null);
  /** Counts the bells. */
  bells = $state(0);
  readonly applause = new Applause();
  readonly requests: StageRequests;
  readonly board: Board;
  readonly #parts: LiveStageParts;
  #couldSend = true;

  constructor(parts: LiveStageParts) {
    this.#parts = parts;
    this.requests = new StageRequests(parts.signaling);
    this.board = new Board(parts.signaling);
  }

  get isOn(): boolean {
    return this.#room?.room.mode === 'stage';
  }

  /** The curtain is closed, and we are before it. */
  get waiting(): boolean {
    const room = this.#room;
    if (!room || !this.isOn || room.room.doors === 'open') return false;
    return !room.self?.onStage && !room.may('stage:speak');
  }

  get manages(): boolean {
    return this.#room?.may('stage:manage') ?? false;
  }

  /** Those on stage, by arrival. */
  get speakers(): ParticipantInfo[] {
    return this.#room?.people.filter((person) => this.isUp(person)) ?? [];
  }

  /** Those who listen: raised hands first, in their line. */
  get audience(): ParticipantInfo[] {
    const room = this.#room;
    if (!room) return [];
    const listens = (person: ParticipantInfo) => !this.isUp(person);
    const hands = room.hands.filter(listens);
    return [...hands, ...room.people.filter((one) => listens(one) && one.handRaisedAt === null)];
  }

  /** The own place in the line of hands, the first is 1; 0: the hand is down. */
  get placeInLine(): number {
    const room = this.#room;
    return room ? room.hands.findIndex(({ id }) => id === room.selfId) + 1 : 0;
  }

  /** Until when we may come up, having been asked. */
  get invitedUntil(): number | null {
    const room = this.#room;
    return (room && this.invited.get(room.selfId)) ?? null;
  }

  get isMyTurn(): boolean {
    return this.turn !== null && this.turn.id === this.#room?.selfId;
  }

  /** Whether we may send anything. */
  get maySend(): boolean {
    const self = this.#room?.self;
    return !this.isOn || (self !== undefined && this.isUp(self));
  }

  /** Whether we may open the microphone. */
  get maySpeak(): boolean {
    const mics = this.#room?.room.mics;
    return this.maySend && (mics === 'free' || this.manages || (mics === 'turns' && this.isMyTurn));
  }

  /** Whether somebody may be heard while the room is a stage. */
  isUp({ id, onStage }: ParticipantInfo): boolean {
    return (onStage ?? false) || this.turn?.id === id;
  }

  /** Asks whoever's hand is up longest, and was not asked, to come up. Says whether there is one. */
  async inviteNext(): Promise<boolean> {
    const next = this.#room?.hands.find((one) => !this.isUp(one) && !this.invited.has(one.id));
    if (next) await this.requests.invite(next.id);
    return next !== undefined;
  }

  /** As it is on the way in, and on each way back; before anything is sent. */
  begin(info: StageInfo | undefined): void {
    if (info) this.#take(info);
    this.#keep();
    if (this.isOn) this.board.watch();
    this.board.again();
  }

  /** What a notification changes, after the room knows it. */
  hear(heard: Heard): void {
    const { name, payload } = heard;
    this.board.hear(heard);
    if (name === 'stage:changed') this.#take(payload);
    else if (name === 'stage:movedDown') this.movedBy = payload.by ?? '';
    else if (name === 'stage:bell') this.bells++;
    else if (name === 'reaction:counts') this.applause.add(payload.counts);
    if (name.startsWith('stage:') || name === 'room:changed' || name === 'room:participantChanged')
      this.#keep();
  }

  get #room(): RoomState | null {
    return this.#parts.state();
  }

  #take({ invited, turn, opensInMs, endsInMs }: StageInfo): void {
    this.invited = new Map(invited.map(({ participantId, leftMs }) => [participantId, inMs(leftMs)]));
    this.turn = turn && { id: turn.participantId, until: inMs(turn.leftMs) };
    this.opensAt = opensInMs === null ? null : inMs(opensInMs);
    this.endsAt = endsInMs === null ? null : inMs(endsInMs);
  }

  /** The server has ended or muted it already; here no packet leaves either, and no way back sends it anew. */
  #keep(): void {
    const { own } = this.#parts;
    if (!this.#room) return;
    const { maySend } = this;
    if (!maySend) own.endAll();
    else if (!this.maySpeak && own.microphone === 'on') own.hush();
    // Back up there, how one came down is past.
    if (maySend && !this.#couldSend) this.movedBy = null;
    this.#couldSend = maySend;
  }
}
