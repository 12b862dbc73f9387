import type { Guard } from './Guard.ts';
import type { SecretStore } from './SecretStore.ts';

/** Secrets of the house as long as the process runs. */
export class MemorySecrets implements SecretStore {
  readonly #guard: Pick<Guard, 'requireTaking'>;
  readonly #kept = new Map<string, string>();

  constructor(guard: Pick<Guard, 'requireTaking'>) {
    this.#guard = guard;
  }

  async keep(name: string, value: string): Promise<string> {
    this.#guard.requireTaking();
    const kept = this.#kept.get(name) ?? value;
    this.#kept.set(name, kept);
    return kept;
  }
}
