import type { MediaNode } from './ClusterEngine.ts';

/** What a room has on a node. */
export interface Tenant {
  /** Has some go elsewhere; false: there is nobody now who was not asked. */
  readonly leave: () => boolean;
}

// So that one who moves does not wait for all others.
const everyMs = 100;

/** Empties nodes that are about to end: what rooms have there is asked to go, a little at a time. */
export class Emptying {
  readonly #tenants = new Map<MediaNode, Set<Tenant>>();
  readonly #timer = setInterval(() => this.#look(), everyMs).unref();

  /** A room has something there; what this returns says that it is gone. */
  enter(node: MediaNode, tenant: Tenant): () => void {
    const all = this.#tenants.get(node) ?? new Set();
    this.#tenants.set(node, all.add(tenant));
    return () => {
      if (all.delete(tenant) && all.size === 0) this.#tenants.delete(node);
    };
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    for (const [node, tenants] of this.#tenants) {
      if (node.draining?.()) [...tenants].some(({ leave }) => leave());
    }
  }
}
