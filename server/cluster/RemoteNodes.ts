import type { Logger } from '../log.ts';
import type { MediaNode } from './ClusterEngine.ts';
import type { DialedNode } from './dialNode.ts';
import { nodeWords } from './hello.ts';
import type { NodeDirectory, NodeEntry } from './NodeDirectory.ts';

export interface RemoteNodesOptions {
  readonly directory: NodeDirectory;
  /** What this node is called: it needs no line to itself. */
  readonly name: string;
  readonly dial: (entry: NodeEntry) => Promise<DialedNode>;
  /** A node lends its workers; what this returns says that they are gone. */
  readonly add: (node: MediaNode) => () => void;
  readonly log: Logger;
}

// After these times a node is tried again, the longer the longer it does not answer.
const shortestMs = 200;
const longestMs = 2_000;

/**
 * Keeps a line to every other node that is up. One that nobody tells of any more is not dialed again, but while its line
 * lasts it is used: it is the directory that may be gone.
 */
export class RemoteNodes {
  readonly #options: RemoteNodesOptions;
  readonly #links = new Map<string, Link>();
  readonly #update = () => this.#look();

  constructor(options: RemoteNodesOptions) {
    this.#options = options;
    options.directory.on('changed', this.#update);
    this.#look();
  }

  /** Whose workers can be used. */
  get names(): readonly string[] {
    return [...this.#links.values()].filter(({ connected }) => connected).map(({ name }) => name);
  }

  /** Dials nobody any more: another node does. What there is goes on. */
  rest(): void {
    this.#options.directory.off('changed', this.#update);
    for (const link of this.#links.values()) link.forget();
  }

  /** Ends all lines, and with them the rooms on other nodes. */
  close(): void {
    this.#options.directory.off('changed', this.#update);
    for (const link of this.#links.values()) link.close();
    this.#links.clear();
  }

  #look(): void {
    const { directory, name: own, log } = this.#options;
    const entries = new Map(directory.nodes.map((entry) => [entry.name, entry]));
    entries.delete(own);
    for (const [name, entry] of entries) {
      const link = this.#links.get(name);
      if (link) link.update(entry);
      // It lends nothing to anybody new.
      else if (entry.draining) continue;
      else if (entry.words === nodeWords) this.#links.set(name, new Link(entry, this.#options));
      else log.debug({ node: name }, 'a node of another version is not used');
    }
    for (const [name, link] of this.#links) {
      if (entries.has(name)) continue;
      link.forget();
      if (link.connected) continue;
      link.close();
      this.#links.delete(name);
    }
  }
}

/** The line to one node, and to it again when it ends. */
class Link {
  readonly name: string;
  readonly #options: RemoteNodesOptions;
  #entry: NodeEntry;
  #known = true;
  #dialing = false;
  #dialed: DialedNode | undefined;
  #failures = 0;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(entry: NodeEntry, options: RemoteNodesOptions) {
    this.name = entry.name;
    this.#entry = entry;
    this.#options = options;
    void this.#dial();
  }

  get connected(): boolean {
    return this.#dialed !== undefined;
  }

  update(entry: NodeEntry): void {
    if (entry.draining && !this.#entry.draining)
      this.#options.log.info({ node: this.name }, 'a node is about to end: what is there goes elsewhere');
    this.#entry = entry;
    this.#known = true;
    if (!entry.draining && !this.#dialed && !this.#dialing && !this.#timer) void this.#dial();
  }

  /** Nobody tells of it any more. */
  forget(): void {
    this.#known = false;
    this.#stopWaiting();
  }

  close(): void {
    this.#closed = true;
    this.#stopWaiting();
    this.#dialed?.line.close();
  }

  async #dial(): Promise<void> {
    const { dial, log } = this.#options;
    this.#stopWaiting();
    this.#dialing = true;
    try {
      this.#use(await dial(this.#entry));
    } catch (error) {
      // Once: a node that is down is dialed for as long as somebody tells of it.
      if (this.#failures === 0) log.warn({ node: this.name, err: error }, 'a node does not answer');
      this.#again();
    } finally {
      this.#dialing = false;
    }
  }

  #use(dialed: DialedNode): void {
    const { add, directory, log } = this.#options;
    const { line, engine } = dialed;
    if (this.#closed) {
      line.close();
      return;
    }
    // Nobody knows how busy it is while nobody tells: what is there stays there, and nothing new comes.
    const load = () => (directory.fresh ? this.#entry.load : 1);
    const node = { load, draining: () => this.#entry.draining };
    const remove = add({ name: this.name, engine, ...node });
    this.#dialed = dialed;
    this.#failures = 0;
    log.info({ node: this.name }, 'the workers of a node can be used');
    const lose = () => {
      this.#dialed = undefined;
      remove();
      if (this.#closed) return;
      log.warn({ node: this.name }, 'the workers of a node are gone');
      this.#again();
    };
    // It may have ended while it was handed over.
    if (line.closed) lose();
    else line.prependOnceListener('closed', lose);
  }

  #again(): void {
    if (this.#closed || !this.#known || this.#entry.draining) return;
    const waitMs = Math.min(shortestMs * 2 ** this.#failures++, longestMs);
    this.#timer = setTimeout(() => void this.#dial(), waitMs);
  }

  #stopWaiting(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
