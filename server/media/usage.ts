import { readFile } from 'node:fs/promises';
import type { MediaUsage, WorkerUsage } from './api.ts';
import type { MediaWorker } from './MediaWorker.ts';
import { ifAlive } from './refusals.ts';

type Counted = 'routers' | 'transports' | 'producers' | 'consumers';

// Pages of /proc/PID/statm. Nobody runs this on another size yet where that file exists.
const pageBytes = 4_096;

/** What all workers use and hold. Counted as things come and go: the workers' own accounts of it are dear. */
export class Usage {
  readonly #workers = new Set<MediaWorker>();
  readonly #counts = { routers: 0, transports: 0, producers: 0, consumers: 0 };
  #deaths = 0;

  /** Counts a worker, and whatever is made on it, from now on. */
  watch(media: MediaWorker): MediaWorker {
    const { worker } = media;
    this.#workers.add(media);
    worker.once('died', () => this.#deaths++);
    worker.observer.once('close', () => this.#workers.delete(media));
    worker.observer.on('newrouter', (router) => {
      this.#count('routers', router.observer);
      router.observer.on('newtransport', (transport) => {
        this.#count('transports', transport.observer);
        transport.observer.on('newproducer', (producer) => this.#count('producers', producer.observer));
        transport.observer.on('newconsumer', (consumer) => this.#count('consumers', consumer.observer));
      });
    });
    return media;
  }

  async read(): Promise<MediaUsage> {
    const workers = await ifAlive([...this.#workers].map(usageOf));
    return { workers, deaths: this.#deaths, elsewhere: [], ...this.#counts };
  }

  #count(what: Counted, observer: { once(event: 'close', act: () => void): unknown }): void {
    this.#counts[what]++;
    observer.once('close', () => this.#counts[what]--);
  }
}

async function usageOf({ worker }: MediaWorker): Promise<WorkerUsage> {
  const { ru_utime, ru_stime, ru_maxrss } = await worker.getResourceUsage();
  // What it had at most, in kilobytes, where nobody tells what it has now.
  const memory = (await residentBytes(worker.pid)) ?? ru_maxrss * 1_024;
  return { pid: worker.pid, cpuMs: ru_utime + ru_stime, memory };
}

async function residentBytes(pid: number): Promise<number | null> {
  try {
    const [, pages] = (await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ');
    return Number(pages) * pageBytes;
  } catch {
    return null;
  }
}
