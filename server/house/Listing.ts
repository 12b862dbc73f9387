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

/** Whether rooms and events are listed for everybody. A public house lists none as long as nobody looks after it. */
export class Listing extends EventEmitter<{ changed: [] }> {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    super();
    this.#parts = parts;
    const changed = () => this.emit('changed');
    parts.settings.on('changed', changed);
    parts.roles.on('changed', changed);
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
}
