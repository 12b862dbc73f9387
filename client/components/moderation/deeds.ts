import type { ParticipantId, UserId } from '../../../protocol/ids.ts';
import type { Reason, Restraint } from '../../../protocol/reasons.ts';
import { undoMs } from '../../../protocol/reasons.ts';
import { sentenceFor } from '../../problems.ts';
import type { RoomSession } from '../../session/RoomSession.svelte.ts';
import { t } from '../../words.svelte.ts';
import type { Toasts } from '../ui/toasts.svelte.ts';

/** Whom something is done to: they need not be here any more. */
export interface Subject {
  readonly participantId?: ParticipantId | undefined;
  readonly userId: UserId;
  readonly name: string;
}

/** What can be done to somebody. */
export type DeedKind = 'warn' | Exclude<Restraint, 'out'> | 'remove' | 'ban';

/** What is said with it; minutes: null is for good. */
export interface DeedChoice {
  readonly reason: Reason;
  readonly note: string;
  readonly minutes: number | null;
  readonly lines: boolean;
}

const quick: DeedChoice = { reason: 'other', note: '', minutes: 10, lines: false };

/** Does something to somebody, says so, and offers to take it back for ten seconds. */
export async function doTo(
  call: RoomSession,
  toasts: Toasts,
  { participantId, userId, name }: Subject,
  kind: DeedKind,
  choice: Partial<DeedChoice> = {},
): Promise<void> {
  const { reason, note, minutes, lines } = { ...quick, ...choice };
  // Those who left have another seat when they are back.
  const who = participantId ? { participantId } : { userId };
  const { order } = call.requests;
  try {
    if (kind === 'warn') {
      await order.warn({ ...who, reason, note });
      toasts.show(t('deedDone.warn', { name }));
      return;
    }
    const out = kind === 'remove' || kind === 'ban';
    const { undo } = out
      ? await order.remove({
          ...who,
          reason,
          note,
          lines,
          ban: kind === 'ban',
          ...('minutes' in choice && { minutes }),
        })
      : await order.restrain({ ...who, reason, note, kind, minutes });
    toasts.offer(t(`deedDone.${kind}`, { name }), t('takeBack'), undoMs, () => {
      order.undo(undo).then(
        () => toasts.show(t('takenBack')),
        (error: unknown) => toasts.show(sentenceFor(error)),
      );
    });
  } catch (error) {
    toasts.show(sentenceFor(error));
  }
}
