import { SvelteMap } from 'svelte/reactivity';
import type { ParticipantId } from '../../protocol/ids.ts';
import type { NotificationPayload } from '../../protocol/index.ts';
import type { Restrained } from '../../protocol/moderation.ts';
import type { Restraint } from '../../protocol/reasons.ts';

/** What holds for me in a room, and what I was told. */
export class OwnOrder {
  readonly restraints = new SvelteMap<Restraint, Restrained>();
  /** What a host told me last, until it is read. */
  warning = $state.raw<NotificationPayload<'moderation:warned'> | null>(null);

  /** Many who are new came at once, as those are told who may freeze the room. */
  raid = $state.raw<NotificationPayload<'moderation:raid'> | null>(null);

  /** Who is new in the house, as moderators are told. */
  newcomers = $state.raw<ReadonlySet<ParticipantId>>(new Set());

  begin(restraints: readonly Restrained[] = []): void {
    this.restraints.clear();
    for (const one of restraints) this.restraints.set(one.kind, one);
  }
}
