import type { ClusterConfig, Config } from './config.ts';
import type { Logger } from './log.ts';
import { NodeLinks, type NodeLinksOptions } from './NodeLinks.ts';
import { checkFolder, secretOfHouse } from './sharedHouse.ts';
import { startProblem } from './startProblem.ts';

export interface LinkingOptions {
  readonly config: Config;
  readonly cluster: ClusterConfig;
  /** What the links are made of. */
  readonly between: Pick<NodeLinksOptions, 'directory' | 'finder' | 'process' | 'media' | 'isDraining'>;
  /** They can never be opened, for a reason in a sentence. */
  readonly over: (sentence: string) => void;
  readonly log: Logger;
}

const againMs = 500;

/** Opens the links to the other nodes as soon as the house has a secret: one that was never open has none. */
export class Linking {
  readonly #options: LinkingOptions;
  #links: NodeLinks | undefined;
  #wanted = false;
  #trying: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LinkingOptions) {
    this.#options = options;
  }

  /** Undefined: they are not open yet. */
  get links(): NodeLinks | undefined {
    return this.#links;
  }

  /** Opens them at once, or as soon as that can be; those which another process was to open listen again. */
  async begin(): Promise<void> {
    this.#wanted = true;
    if (this.#links) await this.#links.comeBack();
    else this.#try();
  }

  /** Tries no more; resolves when nothing is on its way. */
  async stop(): Promise<void> {
    this.#wanted = false;
    clearTimeout(this.#timer);
    await this.#trying;
  }

  /** Opens them now where they are not open; undefined where the house has no secret. Throws where that cannot be. */
  async open(): Promise<NodeLinks | undefined> {
    const { config, cluster, between, log } = this.#options;
    if (this.#links) return this.#links;
    const secret = await secretOfHouse(config);
    if (!secret) return undefined;
    await checkFolder(config, log);
    this.#links = await NodeLinks.open({ cluster, secret, log, ...between });
    return this.#links;
  }

  #try(): void {
    const { config, log, over } = this.#options;
    this.#trying = this.open()
      .then(
        () => {},
        (error: unknown) => {
          const problem = startProblem(error, config);
          // That PostgreSQL is away is no reason to end: it is not needed to stand by.
          if (problem.lasting) over(problem.sentence);
          else log.warn({ reason: problem.sentence }, 'no way to the other nodes yet');
        },
      )
      .then(() => {
        if (!this.#links && this.#wanted) this.#timer = setTimeout(() => this.#try(), againMs);
      });
  }
}
