import type { ParticipantId } from '../../../protocol/ids.ts';
import type { RoomInfo } from '../../../protocol/room.ts';
import type { StageInfo } from '../../../protocol/stage.ts';
import { AppError } from '../../errors.ts';
import { Alarm, type Clock } from '../Clock.ts';
import type { Participant } from '../Participant.ts';
import { can } from '../permissions.ts';
import { Hands } from './Hands.ts';
import { HostWatch } from './HostWatch.ts';
import { Invitations } from './Invitations.ts';
import type { StageRoom } from './StageRoom.ts';
import { Turns } from './Turns.ts';

const countdownMs = 3_000;

/** Who may be heard in a room: everybody in a lounge; on a stage those who are on it, and whose turn it is. */
export class Stage {
  readonly hands: Hands;
  readonly turns: Turns;
  readonly #room: StageRoom;
  readonly #hosts: HostWatch;
  readonly #invitations: Invitations;
  readonly #curtain: Alarm;
  #mode: RoomInfo['mode'];

  constructor(room: StageRoom, clock: Clock) {
    this.#room = room;
    this.#mode = room.info.mode;
    this.hands = new Hands(room, clock);
    this.turns = new Turns(room, clock, this.hands);
    this.#hosts = new HostWatch(room, clock);
    this.#curtain = new Alarm(clock);
    this.#invitations = new Invitations(clock, (participant) => this.#lapsed(participant));
    for (const participant of room.participants.values())
      if (participant.invitedUntil !== null) this.#invitations.add(participant);
    this.turns.restore();
    room.tracks.guard = this;
    room.on('participantJoined', (participant) => this.#settle(participant));
    room.on('participantChanged', (participant) => this.#settle(participant));
    room.on('participantLeft', (participant) => this.#left(participant));
    room.on('edited', () => this.#edited());
    const settleAndTell = () => {
      if (!this.#settle()) room.emit('stageChanged');
    };
    room.on('turnOver', settleAndTell).on('pauseChanged', settleAndTell);
    room.once('closed', () => this.#close());
    this.#settle();
  }

  /** Whether somebody may send anything. */
  maySend(participant: Participant): boolean {
    const { mode } = this.#room.info;
    return mode === 'lounge' || participant.onStage || this.turns.holder === participant;
  }

  /** Whether somebody may open the microphone. */
  maySpeak(participant: Participant): boolean {
    if (!this.maySend(participant)) return false;
    const { mics } = this.#room.info;
    if (mics === 'free' || can(participant.role, 'stage:manage')) return true;
    return mics === 'turns' && this.turns.holder === participant;
  }

  /** Whether somebody hears and sees what is sent: before the curtain opens only those who are behind it. */
  mayHear({ onStage, role }: Participant): boolean {
    const { mode, doors } = this.#room.info;
    return mode === 'lounge' || doors === 'open' || onStage || can(role, 'stage:speak');
  }

  /** Somebody came in anew, in another tab, and goes on as they were before. */
  succeed(before: Participant, participant: Participant): void {
    const { invitedUntil } = before;
    this.turns.succeed(before, participant);
    if (!this.#invitations.take(before)) return;
    participant.invitedUntil = invitedUntil;
    this.#invitations.add(participant);
  }

  get info(): StageInfo {
    const { holder, leftMs } = this.turns;
    return {
      invited: this.#invitations.list,
      turn: holder && { participantId: holder.id, leftMs },
      opensInMs: this.#curtain.leftMs,
      endsInMs: this.#hosts.endsInMs,
    };
  }

  /** Throws `not_found`, or `conflict` for who is on stage, was invited already, or where there is no stage. */
  invite(id: ParticipantId): void {
    const participant = this.#room.require(id);
    if (!this.#isOn || participant.onStage || this.#invitations.has(participant)) {
      throw new AppError('conflict', 'They cannot be invited right now.');
    }
    this.#invitations.add(participant);
    this.#room.emit('seatChanged', participant);
    this.#room.emit('stageChanged');
  }

  /** Throws `gone` when the invitation is over. */
  answer(participant: Participant, accept: boolean): void {
    if (!this.#invitations.take(participant)) throw new AppError('gone', 'The invitation is over.');
    participant.onStage = accept && this.#isOn;
    participant.handRaisedAt = null;
    participant.handReason = '';
    this.#room.emit('participantChanged', participant);
    this.#room.emit('stageChanged');
  }

  /** Throws `conflict` where there is no stage. */
  stepUp(participant: Participant): void {
    this.requireOn();
    if (this.#invitations.take(participant)) this.#room.emit('stageChanged');
    this.#move(participant, true);
  }

  stepDown(participant: Participant): void {
    this.#move(participant, false);
  }

  /** Throws `not_found`, or `forbidden` for a host. */
  moveDown(id: ParticipantId, by: Participant): void {
    const participant = this.#room.require(id);
    if (participant !== by && can(participant.role, 'stage:manage')) {
      throw new AppError('forbidden', 'A host goes by their own will.');
    }
    if (!participant.onStage) return;
    this.#move(participant, false);
    this.#room.emit('movedDown', participant, by);
  }

  /** Throws `forbidden` for who does not speak. */
  pass(participant: Participant): void {
    if (this.turns.holder !== participant) throw new AppError('not_your_turn', 'It is not your turn.');
    this.turns.end();
  }

  /** Counts down, then opens the curtain. Throws `conflict` when it is open. */
  goLive(): void {
    if (this.#room.info.doors === 'open') throw new AppError('conflict', 'The curtain is open already.');
    if (this.#curtain.leftMs !== null) return;
    this.#curtain.set(countdownMs, () => this.#room.emit('curtain'));
    this.#room.emit('stageChanged');
  }

  /** Throws `conflict` where there is no stage. */
  requireOn(): void {
    if (!this.#isOn) throw new AppError('conflict', 'This room is no stage.');
  }

  get #isOn(): boolean {
    return this.#room.info.mode === 'stage';
  }

  #move(participant: Participant, onStage: boolean): void {
    if (participant.onStage === onStage) return;
    participant.onStage = onStage;
    this.#room.emit('participantChanged', participant);
  }

  /** Who did not answer is asked no more, and the next one is. */
  #lapsed(participant: Participant): void {
    this.hands.lower(participant);
    this.#room.emit('seatChanged', participant);
    const next = this.hands.line.find((one) => !one.onStage && !this.#invitations.has(one));
    if (next && this.#isOn) this.#invitations.add(next);
    this.#room.emit('stageChanged');
  }

  #left(participant: Participant): void {
    if (this.#invitations.take(participant)) this.#room.emit('stageChanged');
    this.#settle();
  }

  #edited(): void {
    const { mode, doors } = this.#room.info;
    if (doors === 'open') this.#curtain.clear();
    if (mode !== this.#mode) {
      this.#mode = mode;
      this.#begin();
    }
    if (!this.#settle()) this.#room.emit('stageChanged');
  }

  /** A lounge became a stage, or a stage a lounge: everybody takes the place that is theirs. */
  #begin(): void {
    for (const participant of this.#room.participants.values()) {
      this.#invitations.take(participant);
      const sent = participant.producers.size > 0;
      this.#move(participant, this.#isOn && can(participant.role, 'stage:speak'));
      if (sent && !this.maySend(participant)) this.#room.emit('movedDown', participant, null);
    }
  }

  /** Silences whoever may not be heard, and keeps turns going. Says whether it was told. */
  #settle(changed?: Participant): boolean {
    this.#hosts.look();
    const turned = this.turns.settle(this.#hosts.paused);
    for (const participant of changed && !turned ? [changed] : this.#room.participants.values()) {
      if (!this.maySend(participant)) this.#room.tracks.end(participant);
      else if (!this.maySpeak(participant) && !participant.muted) {
        // Whoever cannot be silenced because the worker dies sends nothing anyway.
        this.#room.tracks.silence(participant).catch(() => {});
      }
    }
    if (turned) this.#room.emit('stageChanged');
    return turned;
  }

  #close(): void {
    this.#invitations.close();
    this.turns.close();
    this.#hosts.close();
    this.#curtain.clear();
  }
}
