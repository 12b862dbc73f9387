import type { ParticipantId } from '../../../protocol/ids.ts';
import type { Picture } from './stage.ts';

/** The screens that are shared in a room, as one who looks sees them: one large, the others to switch to. */
export class SharedScreens {
  /** Whose one wants to go on looking at; by person, for tracks are made anew after a break. */
  #chosen = $state<ParticipantId | null>(null);
  /** In the order in which they began, which nobody tells: so it is remembered. */
  #order: readonly ParticipantId[] = [];

  choose(id: ParticipantId): void {
    this.#chosen = id;
  }

  /** The large one first: the one that was chosen, else the latest of somebody else, else the own. */
  arrange(screens: readonly Picture[], selfId: ParticipantId): Picture[] {
    const byPerson = new Map(screens.map((screen) => [screen.person.id, screen]));
    const known = this.#order.filter((id) => byPerson.has(id));
    this.#order = [...known, ...[...byPerson.keys()].filter((id) => !known.includes(id))];
    const inOrder = this.#order.flatMap((id) => byPerson.get(id) ?? []);
    const large =
      inOrder.find(({ person }) => person.id === this.#chosen) ??
      inOrder.findLast(({ person }) => person.id !== selfId) ??
      inOrder.at(-1);
    return large ? [large, ...inOrder.filter((screen) => screen !== large)] : [];
  }
}
