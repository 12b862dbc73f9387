import { BackOff } from './BackOff.ts';
import { type Draining, type HandOver, readLife, removeLife, writeLife } from './lifeFile.ts';
import { canSharePorts, emptyLimitMs, hopelessStatus, type Listening, type News } from './messages.ts';
import { type Ended, inWords, ServerProcess } from './ServerProcess.ts';

export interface SupervisorOptions {
  /** The arguments with which Node runs the server; asked for at every start. */
  readonly serverArguments: () => string[];
  readonly say: (sentence: string) => void;
}

// A new server that is not ready by then will not be.
const patienceMs = 30_000;
// What a server may take beyond its own shutdown time-out, before it is ended by force.
const graceMs = 5_000;
const usualShutdownMs = 10_000;

/** Owns the life of the server: starts it, starts it again when it dies, replaces it, ends it. Never itself in need of one. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #backOff = new BackOff();
  readonly #processes = new Set<ServerProcess>();
  readonly #over = Promise.withResolvers<number>();
  /** The one that serves, or is about to. */
  #current: ServerProcess | undefined;
  #handOver: HandOver | null = null;
  #draining: Draining | null = null;
  /** What was last said by a server that listened. */
  #listening: Listening | undefined;
  #status: number | undefined;
  #restart: NodeJS.Timeout | undefined;

  constructor(options: SupervisorOptions) {
    this.#options = options;
  }

  /** Keeps a server running until it is told to stop, or the server cannot run; resolves with the exit status. */
  run(): Promise<number> {
    this.#begin();
    return this.#over.promise;
  }

  /** Lets the server send everybody home, then ends. Asked twice: at once. */
  stop(status = 0): void {
    const asked = this.#status !== undefined;
    clearTimeout(this.#restart);
    this.#status ??= status;
    if (asked) this.#status = 1;
    for (const server of this.#processes) {
      if (asked) server.kill();
      else server.tell({ order: 'stop' });
    }
    const timeOutMs = (this.#listening?.shutdownTimeoutMs ?? usualShutdownMs) + graceMs;
    setTimeout(() => {
      for (const server of this.#processes) server.kill();
    }, timeOutMs).unref();
    this.#endIfDone();
  }

  /** Puts a new server, of the code as it is on the disk now, in the place of the one that runs. */
  async replace(): Promise<void> {
    const old = this.#current;
    if (this.#status !== undefined || this.#isReplacing || !old) return;
    clearTimeout(this.#restart);
    const began = performance.now();
    const number = (this.#handOver?.number ?? 0) + 1;
    if (this.#isDraining) {
      this.#tell({ number, state: 'failed', problem: 'This node drains, and ends when it is empty.' });
      return;
    }
    if (!canSharePorts) {
      const problem = 'Servers cannot share a port on this system: stop Hobnob and start it again.';
      this.#tell({ number, state: 'failed', problem });
      return;
    }
    this.#tell({ number, state: 'going on' });
    const next = this.#start();
    try {
      await next.hear('standing by', patienceMs);
      await this.#empty(old);
      const asked = performance.now();
      await this.#takeFrom(old);
      next.tell({ order: 'go', port: this.#port, alone: this.#isAlone });
      await next.hear('listening', patienceMs);
      this.#current = next;
      old.tell({ order: 'move' });
      const now = performance.now();
      const refusedMs = Math.round(now - asked);
      this.#tell({ number, state: 'done', tookMs: Math.round(now - began), refusedMs });
      this.#options.say(`A new server took over; changes were refused for ${refusedMs} ms.`);
    } catch (error) {
      next.kill();
      await next.ended;
      const problem = error instanceof Error ? error.message : String(error);
      this.#options.say(`The new server did not take over, the old one goes on. ${problem}`);
      if (this.#processes.has(old)) old.tell({ order: 'take back' });
      else this.#begin();
      this.#tell({ number, state: 'failed', problem });
    }
  }

  /** Has everybody go to other nodes of the house, then ends. Asked again it goes on. */
  drain(): void {
    if (this.#status !== undefined || this.#isDraining) return;
    const number = (this.#draining?.number ?? 0) + 1;
    const problem = this.#isReplacing
      ? 'A deploy is going on: try again in a minute.'
      : 'The server does not run yet, or not any more: try again in a moment.';
    if (this.#isReplacing || !this.#current?.listening)
      this.#draining = { number, state: 'refused', problem };
    else {
      this.#draining = { number, state: 'going on' };
      this.#current.tell({ order: 'drain' });
    }
    this.#write();
  }

  /** Where the settings leave the port open, it stays the first one that was found. */
  get #port(): number {
    return this.#listening?.port ?? 0;
  }

  /** One that is moving its people may still be about to leave the port. */
  get #isAlone(): boolean {
    return this.#processes.size === 1;
  }

  get #isReplacing(): boolean {
    return this.#handOver?.state === 'going on';
  }

  get #isDraining(): boolean {
    return this.#draining?.state === 'going on';
  }

  /** Has what a server does for other nodes go elsewhere; what does not, ends with it. */
  async #empty(old: ServerProcess): Promise<void> {
    if (!old.listening) return;
    old.tell({ order: 'empty' });
    await old.hear('emptied', emptyLimitMs + graceMs).catch(() => {});
  }

  /** Has a server hand over; one that died, or never came to serve, has nothing to. */
  async #takeFrom(old: ServerProcess): Promise<void> {
    if (!old.listening) {
      old.kill();
      await old.ended;
    }
    if (!this.#processes.has(old)) return;
    old.tell({ order: 'hand over' });
    await old.hear('handed over', patienceMs).catch((error: unknown) => {
      if (this.#processes.has(old)) throw error;
    });
  }

  #begin(): void {
    if (this.#status !== undefined) return;
    const server = this.#start();
    this.#current = server;
    server.tell({ order: 'go', port: this.#port, alone: this.#isAlone });
  }

  #start(): ServerProcess {
    const server = new ServerProcess(this.#options.serverArguments());
    const began = performance.now();
    this.#processes.add(server);
    server.once('listening', (listening) => this.#heard(server, listening));
    server.on('news', (news) => this.#hearOfDrain(news));
    void server.ended.then((how) => {
      this.#processes.delete(server);
      if (server === this.#current && this.#status === undefined) {
        this.#goOn(server, how, performance.now() - began);
      }
      this.#endIfDone();
    });
    return server;
  }

  #heard(server: ServerProcess, listening: Listening): void {
    const other = this.#listening ? undefined : readLife(listening.dataDir);
    this.#listening = listening;
    if (other && other.pid !== process.pid) {
      this.#options.say(
        `Another Hobnob (process ${other.pid}) keeps its things in ${listening.dataDir}: set DATA_DIR to another folder.`,
      );
      this.stop(hopelessStatus);
    } else if (server === this.#current) this.#write();
  }

  #hearOfDrain(news: News): void {
    const number = this.#draining?.number ?? 0;
    if (news.news === 'draining') {
      const { rooms, transports } = news;
      const { left } = this.#draining ?? {};
      if (left?.rooms === rooms && left.transports === transports) return;
      this.#draining = { number, state: 'going on', left: { rooms, transports } };
      this.#write();
    } else if (news.news === 'not draining') {
      this.#draining = { number, state: 'refused', problem: news.problem };
      this.#write();
    } else if (news.news === 'drained') {
      this.#options.say('Everybody went to other nodes: this one ends.');
      this.stop();
    }
  }

  /** The server ended without being asked to. */
  #goOn(server: ServerProcess, how: Ended, ranMs: number): void {
    // The one that is getting ready takes over what there is.
    if (this.#isReplacing) return;
    if (this.#isDraining) {
      this.#options.say(`The server ${inWords(how)} while it drained; it is not started again.`);
      this.#status = 1;
      return;
    }
    const neverRan = !this.#listening;
    if (!server.listening && (neverRan || how.code === hopelessStatus)) {
      // It has said why.
      this.#status = how.code ?? 1;
      return;
    }
    const delayMs = this.#backOff.next(ranMs);
    const when = delayMs === 0 ? 'at once' : `in ${delayMs / 1000} s`;
    this.#options.say(`The server ${inWords(how)}; it is started again ${when}.`);
    if (delayMs === 0) this.#begin();
    else this.#restart = setTimeout(() => this.#begin(), delayMs);
  }

  #endIfDone(): void {
    if (this.#status === undefined || this.#processes.size > 0) return;
    if (this.#listening) removeLife(this.#listening.dataDir);
    this.#over.resolve(this.#status);
  }

  #tell(handOver: HandOver): void {
    this.#handOver = handOver;
    this.#write();
  }

  #write(): void {
    if (!this.#listening || this.#status !== undefined) return;
    const serverPid = this.#current?.pid ?? 0;
    try {
      writeLife(this.#listening.dataDir, {
        serverPid,
        handOver: this.#handOver,
        draining: this.#draining,
      });
    } catch (error) {
      // A full disk is no reason to end anything: only "npm run deploy" and "npm run drain" will not find us.
      this.#options.say(`The supervisor could not write about itself: ${error}`);
    }
  }
}
