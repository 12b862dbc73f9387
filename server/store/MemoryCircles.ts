import type { CircleId } from '../../protocol/ids.ts';
import type { Guard } from './MemoryAccounts.ts';
import type { Circle, CircleStore } from './Store.ts';

/** The circles of a store that forgets. */
export class MemoryCircles implements CircleStore {
  readonly #guard: Guard;
  readonly #circles = new Map<CircleId, Circle>();

  constructor(guard: Guard) {
    this.#guard = guard;
  }

  async list(): Promise<Circle[]> {
    this.#guard.requireOpen();
    return [...this.#circles.values()]
      .map((circle) => structuredClone(circle))
      .sort((a, b) => a.since - b.since || (a.id < b.id ? -1 : 1));
  }

  async save(circle: Circle): Promise<void> {
    this.#guard.requireTaking();
    const { owner, since } = this.#circles.get(circle.id) ?? circle;
    this.#circles.set(circle.id, structuredClone({ ...circle, owner, since }));
  }

  async remove(id: CircleId): Promise<void> {
    this.#guard.requireTaking();
    this.#circles.delete(id);
  }
}
