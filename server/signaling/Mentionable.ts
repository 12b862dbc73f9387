import type { Mention } from '../../protocol/chat.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { Members } from '../rooms/Members.ts';
import type { Store } from '../store/Store.ts';
import type { ChatPlace } from './ChatPlaces.ts';

/** Who can be named where. */
export class Mentionable {
  readonly #store: Pick<Store, 'messages' | 'guests'>;
  readonly #members: Members;

  constructor(store: Pick<Store, 'messages' | 'guests'>, members: Members) {
    this.#store = store;
    this.#members = members;
  }

  /** Those of these people who are in the room, belong to it, or wrote there, and whose name can be read in the text. */
  async named({ info, live }: ChatPlace, ids: readonly UserId[], text: string): Promise<Mention[]> {
    const wanted = [...new Set(ids)];
    const known = new Map<UserId, PersonInfo>();
    for (const id of wanted) {
      const belongs = this.#members.has(info.id, id);
      const person = live?.find(id)?.person ?? (belongs ? await this.#store.guests.find(id) : null);
      if (person) known.set(id, person);
    }
    const others = wanted.filter((id) => !known.has(id));
    const authors = await this.#store.messages.authors(info.id, others);
    return [...known.values(), ...authors]
      .filter(({ name }) => text.includes(`@${name}`))
      .map(({ id, name }) => ({ id, name }));
  }
}
