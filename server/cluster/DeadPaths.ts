import type { MediaNode } from './ClusterEngine.ts';

/** From which nodes no media comes to which others, as far as was tried: after a while it is tried again. */
export class DeadPaths {
  readonly #againMs: number;
  readonly #until = new WeakMap<MediaNode, WeakMap<MediaNode, number>>();

  constructor(againMs: number) {
    this.#againMs = againMs;
  }

  /** Nothing came through. Says whether that is news. */
  note(home: MediaNode, node: MediaNode): boolean {
    const isNews = !this.has(home, node);
    const paths = this.#until.get(home) ?? new WeakMap();
    this.#until.set(home, paths.set(node, performance.now() + this.#againMs));
    return isNews;
  }

  has(home: MediaNode, node: MediaNode): boolean {
    return performance.now() < (this.#until.get(home)?.get(node) ?? 0);
  }
}
