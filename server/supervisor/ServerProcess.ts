import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { isNews, type Listening, type News, type Order } from './messages.ts';

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** One run of the server, as its supervisor sees it. */
export class ServerProcess extends EventEmitter<{ listening: [Listening]; news: [News] }> {
  /** Resolves when the process and the workers it started are gone. */
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  #listening: Listening | undefined;
  #problem: string | undefined;
  #isGone = false;

  /** Starts Node with these arguments, in a process group of its own: a Ctrl-C must not reach the media workers. */
  constructor(args: readonly string[]) {
    super();
    this.#child = spawn(process.execPath, args, {
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#child.on('message', (message) => {
      if (isNews(message)) this.#hear(message);
    });
    this.ended = new Promise((resolve) => {
      // Without an id it never ran. Other errors are of messages that no longer reached it: it will have ended.
      this.#child.on('error', () => {
        if (this.#child.pid === undefined) resolve({ code: 127, signal: null });
      });
      this.#child.once('exit', (code, signal) => {
        // Workers end by themselves when the server does; one that hangs would hold its ports.
        this.kill();
        this.#isGone = true;
        resolve({ code, signal });
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** What it said when it began to listen. */
  get listening(): Listening | undefined {
    return this.#listening;
  }

  tell(order: Order): void {
    // A process that can no longer be told is about to end, which is heard of anyway.
    if (this.#child.connected) this.#child.send(order, () => {});
  }

  /** Resolves with the next news of this kind; rejects when the process ends before, or takes too long. */
  hear(kind: News['news'], withinMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(timer);
        this.off('news', listen);
        act();
      };
      const fail = (why: string) => settle(() => reject(new Error(why)));
      const listen = ({ news }: News) => {
        if (news === kind) settle(resolve);
      };
      const timer = setTimeout(() => fail(`It was not ${kind} within ${withinMs / 1000} s.`), withinMs);
      this.on('news', listen);
      void this.ended.then((how) => fail(this.#problem ?? `It ${inWords(how)} before it was ${kind}.`));
    });
  }

  /** Ends the process and its workers at once. */
  kill(): void {
    // By then the number may be another group's.
    if (this.#isGone || this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, 'SIGKILL');
    } catch {
      // Nobody of the group is left.
    }
  }

  #hear(news: News): void {
    if (news.news === 'failed') this.#problem = news.problem;
    if (news.news === 'listening') {
      this.#listening = news;
      this.emit('listening', news);
    }
    this.emit('news', news);
  }
}

/** How a process ended, as the rest of a sentence. */
export function inWords({ code, signal }: Ended): string {
  return signal ? `was ended by ${signal}` : `ended with status ${code}`;
}
