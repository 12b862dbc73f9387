import type { ParticipantId } from '../../../protocol/ids.ts';
import type { Role } from '../../../protocol/ranks.ts';
import type { RoomInfo } from '../../../protocol/room.ts';
import type { StageInfo } from '../../../protocol/stage.ts';
import { AppError } from '../../errors.ts';
import { Alarm, type Clock } from '../Clock.ts';
import type { Participant } from '../Participant.ts';
import { can, requireAbove } from '../permissions.ts';
import { Hands } from './Hands.ts';
import { Invitations } from './Invitations.ts';
import { Pause } from './Pause.ts';
import type { StageRoom } from './StageRoom.ts';
import { Turns } from './Turns.ts';

const countdownMs = 3_000;

/** Who may be heard in a room: everybody in a lounge; on a stage those who are on it, and whose turn it is. */
export class Stage {
  readonly hands: Hands;
  readonly turns: Turns;
  readonly #room: StageRoom;
  readonly #pause: Pause;
  readonly #invitations: Invitations;
  readonly #curtain: Alarm;
  /** Whose place the stage was when they were last looked at. */
  readonly #belonged = new WeakMap<Participant, boolean>();
  #mode: RoomInfo['mode'];

  constructor(room: StageRoom, clock: Clock) {
    this.#room = room;
    this.#mode = room.info.mode;
    this.hands = new Hands(room, clock);
    this.turns = new Turns(room, clock, this.hands);
    this.#pause = new Pause(room, clock);
    this.#curtain = new Alarm(clock);
    this.#invitations = new Invitations(clock, (participant) => this.#lapsed(participant));
    for (const participant of room.participants.values())
      if (participant.invitedUntil !== null) this.#invitations.add(participant);
    this.turns.restore();
    room.floor.add((participant) =>
      this.maySend(participant) ? null : new AppError('off_stage', 'You are in the audience.'),
    );
    room.floor.maySpeak = (participant) => this.maySpeak(participant);
    room.on('participantJoined', (participant) => this.#changed(participant));
    room.on('participantChanged', (participant) => this.#changed(participant));
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
    if (mics === 'free' || this.#manages(participant)) return true;
    return mics === 'turns' && this.turns.holder === participant;
  }

  /** Whether somebody hears and sees what is sent: before the curtain opens only those who are behind it. */
  mayHear(participant: Participant): boolean {
    const { mode, doors } = this.#room.info;
    return mode === 'lounge' || doors === 'open' || participant.onStage || this.#belongs(participant);
  }

  /** Throws `gone` for who may not begin it anew. */
  requireNotOver(role: Role): void {
    const { info } = this.#room;
    if (info.endedAt !== null && !can(role, 'stage:manage', info)) throw new AppError('gone', 'It is over.');
  }

  /** On the way in: hosts and speakers come on stage; whoever was here in another tab goes on as before. */
  place(participant: Participant, before: Participant | undefined): void {
    participant.onStage = this.#belongs(participant);
    if (!before) return;
    const { invitedUntil } = before;
    participant.follow(before);
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
      endsInMs: this.#pause.endsInMs,
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

  /** Throws `not_found`, or `forbidden` for who is not below. */
  moveDown(id: ParticipantId, by: Participant): void {
    const participant = this.#room.require(id);
    if (participant !== by) requireAbove(by.authority, participant.rank);
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

  #manages({ authority }: Participant): boolean {
    return can(authority, 'stage:manage', this.#room.info);
  }

  /** Whether the stage is somebody's place by what they are. */
  #belongs({ authority }: Participant): boolean {
    return can(authority, 'stage:speak', this.#room.info);
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

  /** Whoever becomes a speaker comes on stage, and whoever is none any more goes. */
  #changed(participant: Participant): void {
    const belongs = this.#belongs(participant);
    const before = this.#belonged.get(participant);
    this.#belonged.set(participant, belongs);
    if (this.#isOn && before !== undefined && before !== belongs) this.#move(participant, belongs);
    this.#settle(participant);
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
      const sent = participant.sent.length > 0;
      this.#move(participant, this.#isOn && this.#belongs(participant));
      if (sent && !this.maySend(participant)) this.#room.emit('movedDown', participant, null);
    }
  }

  /** Silences whoever may not be heard, and keeps turns going. Says whether it was told. */
  #settle(changed?: Participant): boolean {
    this.#pause.look();
    const turned = this.turns.settle(this.#pause.paused);
    for (const participant of changed && !turned ? [changed] : this.#room.crowd.shown) {
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
    this.#pause.close();
    this.#curtain.clear();
  }
}
