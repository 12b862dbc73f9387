import type { EventEmitter } from 'node:events';
import type { NodeAddress } from './nodeTls.ts';

/** A node as it says of itself. */
export interface NodeEntry extends NodeAddress {
  readonly name: string;
  /** Which words it speaks: see `nodeWords`. */
  readonly words: string;
  /** It is about to end: nobody new goes there. */
  readonly draining: boolean;
  /** How much its workers have to do, of one. */
  readonly load: number;
}

/** The nodes that are up, as far as is known. When nothing is known any more it is empty. */
export interface NodeDirectory extends EventEmitter<{ changed: [] }> {
  readonly nodes: readonly NodeEntry[];
  /** Whether that is what they say now; else it is what they said some time ago. */
  readonly fresh: boolean;
}
