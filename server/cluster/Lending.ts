import type { Duplex } from 'node:stream';
import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { MediaEngine } from '../media/api.ts';
import { DeskHello, type LenderHello, nodeWords } from './hello.ts';
import { MediaHost } from './MediaHost.ts';
import { NodeLine } from './NodeLine.ts';
import { helloMs } from './nodeTls.ts';

export interface LendingOptions {
  /** What the others call this node. */
  readonly name: string;
  readonly engine: MediaEngine;
  /** Which words this node speaks; tests have others. */
  readonly words?: string;
  /** How long whoever comes has to say hello. */
  readonly withinMs?: number;
  /** Which process is the desk, as far as is known here. */
  readonly deskProcess?: () => string | undefined;
  /** The desk hangs, or cannot be reached from here. */
  readonly deskSilent?: () => void;
  readonly log: Logger;
}

interface Lent {
  readonly line: NodeLine;
  readonly desk: DeskHello;
}

/** Lends the workers of this node to one desk at a time: to the one that became it last. */
export class Lending {
  readonly #options: LendingOptions;
  readonly #words: string;
  readonly #strangers = new Map<NodeLine, NodeJS.Timeout>();
  /** Of desks that are about to end; they hang up themselves. */
  readonly #former = new Set<NodeLine>();
  #lent: Lent | undefined;
  #term = 0;

  constructor(options: LendingOptions) {
    this.#options = options;
    this.#words = options.words ?? nodeWords;
  }

  /** To whom, if to anybody. */
  get desk(): string | null {
    return this.#lent?.desk.name ?? null;
  }

  /** A node came for workers: it says who it is before anything else. */
  receive(stream: Duplex): void {
    const { engine, log } = this.#options;
    const host = new MediaHost(engine, log);
    let greeted = false;
    const line: NodeLine = new NodeLine(
      stream,
      async (name, input) => {
        if (greeted) return await host.answer(name, input);
        const answer = this.#greet(line, host, name, input);
        greeted = true;
        return answer;
      },
      log,
    );
    // Whoever came this far knows the secret, and says hello at once or never.
    const patience = setTimeout(() => line.close(), this.#options.withinMs ?? helloMs);
    this.#strangers.set(line, patience);
    line.once('closed', () => this.#know(line));
  }

  close(): void {
    for (const line of [...this.#strangers.keys()]) line.close();
    for (const line of [...this.#former]) line.close();
    this.#lent?.line.close();
  }

  #greet(line: NodeLine, host: MediaHost, name: string, input: Record<string, unknown>): LenderHello {
    const { engine, log } = this.#options;
    const parsed = DeskHello.safeParse(input);
    if (name !== 'hello' || !parsed.success) throw this.#refusal('It does not say who it is.');
    const desk = parsed.data;
    if (desk.words !== this.#words) throw this.#refusal('It is of another version.', desk);
    if (desk.term < this.#term && !this.#beganAnew(desk))
      throw this.#refusal('Another node is the desk by now.', desk);
    this.#term = desk.term;
    this.#know(line);
    const before = this.#lent;
    this.#lent = { line, desk };
    if (!desk.beside) before?.line.close();
    else if (before) this.#former.add(before.line);
    before?.line.once('closed', () => this.#former.delete(before.line));
    line.once('closed', (silent) => {
      if (this.#lent?.line !== line) return;
      this.#lent = undefined;
      if (silent) this.#options.deskSilent?.();
    });
    host.serve(line);
    log.info({ desk: desk.name }, 'another node uses our workers');
    return { name: this.#options.name, words: this.#words, rtpCapabilities: engine.rtpCapabilities };
  }

  /** The numbers of desks begin lower where PostgreSQL was restored; as long as one has a line here that is the desk. */
  #beganAnew({ process }: DeskHello): boolean {
    return this.#lent === undefined && process !== '' && this.#options.deskProcess?.() === process;
  }

  #know(line: NodeLine): void {
    clearTimeout(this.#strangers.get(line));
    this.#strangers.delete(line);
  }

  /** They hang up when they hear it, or are cut off as everybody who says no hello. */
  #refusal(reason: string, desk?: DeskHello): AppError {
    this.#options.log.warn({ reason, desk: desk?.name }, 'a node that came for workers is refused');
    return new AppError('conflict', reason);
  }
}
