import type { Restrained } from '../../../protocol/moderation.ts';
import { sentenceFor } from '../../problems.ts';
import type { RequestError } from '../../session/RequestError.ts';
import type { RoomSession } from '../../session/RoomSession.svelte.ts';
import { t, untilWhen } from '../../words.svelte.ts';

/** Why one is not in a room, in words, and the way on. */
export interface Ending {
  readonly title: string;
  readonly text: string;
  /** The words on the door, which is then shut. */
  readonly sign?: string;
  /** What the button that goes in says; without it there is none. */
  readonly again?: string;
  /** What one can do at the door. */
  readonly way?: 'knock' | 'passcode' | 'queue';
  /** It was a stage, and it is over. */
  readonly over?: boolean;
  /** Another room like this one is the way on. */
  readonly likeIt?: boolean;
}

/** What is known of it. */
export interface Circumstances {
  /** The name of the room. */
  readonly room: string;
  readonly call?: Pick<RoomSession, 'endReason' | 'companion'> | null;
  readonly problem?: RequestError | undefined;
  /** For who was asked to leave: until when, in milliseconds since 1970; null: for good. */
  readonly until?: number | null;
  /** And why, and by whom, where that is known. */
  readonly bar?: Restrained | null | undefined;
  /** Its stage is over. */
  readonly ended?: boolean;
}

function wordsOfBar({ by, until, reason, note }: Restrained): string {
  const said = t(`reason.${reason}`);
  const why = note
    ? t('whyNote', { reason: said, note })
    : reason === 'other'
      ? ''
      : t('whyWas', { reason: said });
  const name = by ?? t('aHost');
  return until === null
    ? t('removedByForGood', { name, why })
    : t('removedBy', { name, why, time: untilWhen(until) });
}

/** Finds the words. */
export function endingOf({
  room,
  call = null,
  problem,
  until = null,
  bar,
  ended = false,
}: Circumstances): Ending {
  const code = problem?.code;
  const over = call?.endReason === 'over' || (code === 'gone' && ended);
  if (over)
    return {
      title: t('stageOverTitle', { room }),
      text: t('stageOverMore'),
      sign: t('signOver'),
      over: true,
    };
  if (code === 'not_found' || code === 'gone' || call?.endReason === 'closed') {
    return { title: t('goneTitle'), text: t('goneMore'), sign: t('signClosed'), likeIt: true };
  }
  // No handy way back for who was put out, as long as that lasts.
  if (code === 'forbidden' || bar || call?.endReason === 'removed') {
    if (bar) return { title: t('removedTitle', { room }), text: wordsOfBar(bar), sign: t('signRemoved') };
    const text = until === null ? t('removedForGood') : t('removedUntil', { time: untilWhen(until) });
    return { title: t('removedTitle', { room }), text, sign: t('signRemoved') };
  }
  if (code === 'knock_first') {
    return { title: t('knockTitle', { room }), text: t('knockMore'), sign: t('signKnock'), way: 'knock' };
  }
  if (code === 'passcode_needed' || code === 'passcode_wrong') {
    const sign = t('signPasscode');
    return { title: t('passcodeTitle', { room }), text: t('passcodeMore'), sign, way: 'passcode' };
  }
  if (code === 'invite_over') {
    return { title: t('inviteOverTitle'), text: t('inviteOverMore'), again: t('withoutInvite') };
  }
  if (code === 'room_full') {
    return {
      title: t('fullTitle', { room }),
      text: t('fullMore'),
      sign: t('signFull'),
      way: 'queue',
    };
  }
  if (code === 'room_locked') {
    return {
      title: t('lockedTitle', { room }),
      text: t('lockedMore'),
      sign: t('signLocked'),
      again: t('knockAgain'),
    };
  }
  if (problem) return { title: t('errorTitle'), text: sentenceFor(problem), again: t('tryAgain') };
  if (call?.endReason === 'replaced') {
    return { title: t('replacedTitle'), text: t('replacedMore'), again: t('moveHere') };
  }
  if (call?.companion) {
    return { title: t('companionOver'), text: t('companionOverMore'), again: t('stepIn') };
  }
  return { title: t('leftTitle', { room }), text: t('doorListening'), again: t('stepBackIn') };
}
