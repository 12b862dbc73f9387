import { EventEmitter } from 'node:events';
import type { UserId } from '../../protocol/ids.ts';
import type { HouseRoles } from './HouseRoles.ts';
import type { HouseSettings } from './HouseSettings.ts';

interface Parts {
  readonly settings: HouseSettings;
  readonly roles: HouseRoles;
  /** Whether strangers come by: the house has a public address. */
  readonly isPublic: boolean;
}

/** Whether everybody comes upon rooms in lists, and what was chosen about that. */
export interface ListingState {
  readonly lists: boolean;
  readonly mode: 'auto' | 'on' | 'off';
}

interface ListingEvents {
  /** For everybody it is otherwise now: what is listed, or who may make an account. */
  changed: [];
  /** It is otherwise for one person, who runs the house now, or no longer. */
  changedFor: [id: UserId];
}

/** Whether rooms and events are listed for everybody. A public house lists none as long as nobody looks after it. */
export class Listing extends EventEmitter<ListingEvents> {
  readonly #parts: Parts;
  #told: string;

  constructor(parts: Parts) {
    super();
    this.#parts = parts;
    this.#told = this.#forAll;
    parts.settings.on('changed', () => this.#tell());
    parts.roles.on('changed', (id) => {
      if (!this.#tell()) this.emit('changedFor', id);
    });
  }

  get isOpen(): boolean {
    const { settings, roles, isPublic } = this.#parts;
    const { listing } = settings.value;
    return listing === 'auto' ? !isPublic || roles.list.length > 0 : listing === 'on';
  }

  get state(): ListingState {
    return { lists: this.isOpen, mode: this.#parts.settings.value.listing };
  }

  /** Those who run the house see all of it. */
  isOpenFor(userId: UserId | null): boolean {
    return this.isOpen || (userId !== null && this.#parts.roles.roleOf(userId) !== null);
  }

  get #forAll(): string {
    return `${this.isOpen} ${this.#parts.settings.value.registration}`;
  }

  /** Whether everybody was told: each time a whole house asks anew. */
  #tell(): boolean {
    const before = this.#told;
    this.#told = this.#forAll;
    if (before === this.#told) return false;
    this.emit('changed');
    return true;
  }
}
