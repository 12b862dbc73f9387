import { z } from 'zod';
import { notification, request } from './define.ts';
import { ParticipantId } from './ids.ts';
import { limits } from './limits.ts';
import { line } from './text.ts';

/** How people are placed, and who may open a microphone: part of what a room is. */
export const StageSettings = z.strictObject({
  /** In a lounge everybody may speak; on a stage speakers and hosts, and the others listen. */
  mode: z.enum(['lounge', 'stage']).default('lounge'),
  /** Who opens a microphone: everybody in their place, hosts, or one after the other, for a time. */
  mics: z.enum(['free', 'hosts', 'turns']).default('free'),
  /** How long a turn is. */
  turnSeconds: z.int().min(limits.turnSecondsMin).max(limits.turnSeconds).default(60),
  /** Whether hands can be raised. */
  handsOpen: z.boolean().default(true),
});
export type StageSettings = z.infer<typeof StageSettings>;

/** Whether a stage has begun, and when it was over. */
export const StageTimes = z.object({
  /** `backstage`: those who may speak are in, the others wait before the curtain and hear nothing. */
  doors: z.enum(['open', 'backstage']),
  /** In milliseconds since 1970; null: not over. */
  endedAt: z.int().nullable(),
});

const leftMs = z.int().nonnegative();

/** What goes on on the stage beside who is where. Times are what is left of them, as clocks differ. */
export const StageInfo = z
  .object({
    /** Who was asked to come up and has not answered. */
    invited: z.array(z.object({ participantId: ParticipantId, leftMs })),
    /** Whose turn it is to speak. */
    turn: z.object({ participantId: ParticipantId, leftMs }).nullable(),
    /** Until the curtain opens; null: nobody counts down. */
    opensInMs: leftMs.nullable(),
    /** All hosts are gone: when the stage ends unless one is back. */
    endsInMs: leftMs.nullable(),
  })
  .meta({ id: 'StageInfo' });
export type StageInfo = z.infer<typeof StageInfo>;

const nothing = { input: z.strictObject({}), output: z.null(), state: 'joined', rate: 'light' } as const;
const somebody = { ...nothing, input: z.strictObject({ participantId: ParticipantId }) } as const;

export const stageRequests = {
  'participant:setHand': request({
    summary: 'Raises or lowers the own hand, and says why: another reason keeps the place in line.',
    input: z.strictObject({ raised: z.boolean(), reason: line(0, limits.handReason).optional() }),
    output: z.null(),
    state: 'joined',
    may: 'room:listen',
    rate: 'light',
  }),
  'stage:set': request({
    ...nothing,
    summary:
      'Makes the room a stage or a lounge, and says who opens microphones, how long turns are, and whether hands go up.',
    input: z
      .strictObject({
        mode: StageSettings.shape.mode.unwrap(),
        mics: StageSettings.shape.mics.unwrap(),
        turnSeconds: StageSettings.shape.turnSeconds.unwrap(),
        handsOpen: StageSettings.shape.handsOpen.unwrap(),
      })
      .partial(),
    may: 'stage:manage',
  }),
  'stage:invite': request({
    ...somebody,
    summary: 'Asks somebody to come on stage; unanswered for a minute, the next raised hand is asked.',
    may: 'stage:manage',
  }),
  'stage:answer': request({
    ...nothing,
    summary: 'Comes on stage, or declines, when invited.',
    input: z.strictObject({ accept: z.boolean() }),
    may: 'room:listen',
  }),
  'stage:stepUp': request({
    ...nothing,
    summary: 'Comes on stage by right: for hosts and speakers who stepped down.',
    may: 'stage:speak',
  }),
  'stage:stepDown': request({
    ...nothing,
    summary: 'Goes from the stage into the audience.',
    may: 'room:listen',
  }),
  'stage:moveDown': request({
    ...somebody,
    summary: 'Moves somebody from the stage into the audience.',
    may: 'stage:manage',
  }),
  'stage:lowerHands': request({ ...nothing, summary: 'Lowers all hands.', may: 'stage:manage' }),
  'stage:extendTurn': request({
    ...nothing,
    summary: 'Gives whoever speaks another turn of time.',
    may: 'stage:manage',
  }),
  'stage:skipTurn': request({
    ...nothing,
    summary: 'Ends the turn of whoever speaks; the next in line is on.',
    may: 'stage:manage',
  }),
  'stage:closeDoors': request({
    ...nothing,
    summary:
      'Makes the room a stage whose hosts and speakers are behind the curtain; a stage that was over begins anew.',
    may: 'stage:manage',
  }),
  'stage:goLive': request({
    ...nothing,
    summary: 'Counts down from three, then opens the curtain.',
    may: 'stage:manage',
  }),
  'stage:end': request({
    ...nothing,
    summary: 'Ends the stage for everybody; what was written stays.',
    may: 'stage:manage',
  }),
  'stage:passTurn': request({ ...nothing, summary: 'Ends the own turn.', may: 'room:listen' }),
};

export const stageNotifications = {
  'stage:changed': notification('Something goes on on the stage: the whole of it, as it is.', StageInfo),
  'stage:bell': notification(
    'The turn of somebody is almost over.',
    z.object({ participantId: ParticipantId, leftMs }),
  ),
  'stage:movedDown': notification(
    'A host moved you into the audience, or made the room a stage.',
    z.object({ by: z.string().nullable() }),
  ),
};
