import type { RoomSlug } from '../../protocol/ids.ts';

const storageKey = 'hobnob.known';
// More than anybody comes back to.
const kept = 100;

/** The rooms that were stepped into in this browser, the last one first. */
export class KnownRooms {
  readonly #slugs: string[] = recall();

  has(slug: RoomSlug): boolean {
    return this.#slugs.includes(slug);
  }

  add(slug: RoomSlug): void {
    const others = this.#slugs.filter((known) => known !== slug);
    this.#slugs.splice(0, this.#slugs.length, slug, ...others.slice(0, kept - 1));
    try {
      localStorage.setItem(storageKey, JSON.stringify(this.#slugs));
    } catch {
      // A private window may have no storage: one is asked to look into the mirror again.
    }
  }
}

function recall(): string[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(found) ? found.filter((slug) => typeof slug === 'string') : [];
  } catch {
    return [];
  }
}
