import type { CircleInfo, OwnCircles } from '../protocol/circles.ts';
import type { CircleId } from '../protocol/ids.ts';
import type { PersonInfo } from '../protocol/people.ts';
import { ask } from './api.ts';
import type { HobnobClient } from './session/HobnobClient.svelte.ts';

/** The lists of people one keeps for oneself, as they are at this moment. */
export class Circles {
  /** Null until somebody wanted to see them. */
  own = $state.raw<OwnCircles | null>(null);
  readonly all = $derived(this.own?.circles ?? []);
  readonly #client: Pick<HobnobClient, 'signaling'>;
  readonly #people = $derived(new Map(this.own?.people.map((person) => [person.id, person])));

  constructor(client: Pick<HobnobClient, 'signaling'>) {
    this.#client = client;
  }

  /** Keeps what was asked for current until the returned function is called. */
  watch(): () => void {
    return this.#client.signaling.on('circles:changed', () => {
      // Without an answer what was known stays; the next look asks again.
      if (this.own) void this.load().catch(() => {});
    });
  }

  async load(): Promise<void> {
    this.own = await ask<'circles'>('/me/circles');
  }

  find(id: CircleId | null): CircleInfo | undefined {
    return this.all.find((circle) => circle.id === id);
  }

  /** Who is in a circle, as far as they are known by name. */
  peopleIn({ people }: CircleInfo): PersonInfo[] {
    return people.flatMap((id) => this.#people.get(id) ?? []);
  }

  async make(name: string): Promise<CircleInfo> {
    const made = await ask<'makeCircle'>('/me/circles', { method: 'POST', body: { name } });
    this.#take(made);
    return made;
  }

  async rename(id: CircleId, name: string): Promise<void> {
    this.#take(await ask<'renameCircle'>(`/me/circles/${id}`, { method: 'PUT', body: { name } }));
  }

  async end(id: CircleId): Promise<void> {
    await ask<'dropCircle'>(`/me/circles/${id}`, { method: 'DELETE' });
    if (this.own) this.own = { ...this.own, circles: this.all.filter((circle) => circle.id !== id) };
  }

  /** Takes somebody in, or out. */
  async put(id: CircleId, person: PersonInfo, on: boolean): Promise<void> {
    const path = `/me/circles/${id}/people/${encodeURIComponent(person.id)}`;
    const how = on ? ({ method: 'PUT', body: {} } as const) : ({ method: 'DELETE' } as const);
    this.#take(await ask<'encircle'>(path, how), person);
  }

  #take(circle: CircleInfo, person?: PersonInfo): void {
    const known = this.all.some(({ id }) => id === circle.id);
    this.own = {
      circles: known
        ? this.all.map((other) => (other.id === circle.id ? circle : other))
        : [...this.all, circle],
      people: [...(this.own?.people ?? []), ...(person ? [person] : [])],
    };
  }
}
