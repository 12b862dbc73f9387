import { AppError } from '../errors.ts';
import type { Outgoing } from '../outgoing/Outgoing.ts';
import { Turns } from '../Turns.ts';
import { type PageHead, readHead } from './pageHead.ts';

/** A page and its picture. */
export interface ReadPage extends Omit<PageHead, 'picture'> {
  readonly picture: { readonly width: number; readonly height: number; readonly thumb: Buffer } | null;
}

interface Parts {
  readonly outgoing: Pick<Outgoing, 'ask'>;
  readonly mill: {
    scene(bytes: Buffer): Promise<{ width: number; height: number; thumb: Buffer }>;
  };
  readonly isPicture: (beginning: Buffer) => boolean;
}

const page = { mostBytes: 256 * 1024, beyond: 'cut', patienceMs: 5_000, redirects: 3 } as const;
const picture = { mostBytes: 2 * 1024 * 1024, beyond: 'refuse', patienceMs: 5_000, redirects: 3 } as const;
const mostKept = 200;
const keptMs = 3_600_000;

/** Reads what pages of others say of themselves; what was found, and what was not, is known for an hour. */
export class PageReader {
  readonly #parts: Parts;
  readonly #turns = new Turns({ atOnce: 4, waiting: 40 });
  /** The promise, so that two who link to the same at once are one who asks. */
  readonly #known = new Map<string, { readonly at: number; readonly read: Promise<ReadPage | null> }>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Null for whatever cannot be read, or says nothing of itself. */
  read(link: string): Promise<ReadPage | null> {
    const known = this.#known.get(link);
    if (known && performance.now() - known.at < keptMs) return known.read;
    const read = this.#turns
      .take(() => this.#read(link))
      .catch((error: unknown) => {
        // There was no turn for it: that says nothing of the page.
        if (error instanceof AppError) this.#known.delete(link);
        return null;
      });
    this.#known.delete(link);
    this.#known.set(link, { at: performance.now(), read });
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostKept && oldest !== undefined) this.#known.delete(oldest);
    return read;
  }

  async #read(link: string): Promise<ReadPage | null> {
    const { outgoing } = this.#parts;
    const { status, headers, body, url } = await outgoing.ask({
      ...page,
      url: link,
      headers: { accept: 'text/html' },
    });
    const type = headers['content-type'] ?? '';
    if (status !== 200 || !/^(text\/html|application\/xhtml\+xml)\b/i.test(type)) return null;
    const head = readHead(body, type, url);
    return head && { ...head, picture: head.picture && (await this.#picture(head.picture)) };
  }

  /** A page without its picture is a page all the same. */
  async #picture(url: URL): Promise<ReadPage['picture']> {
    const { outgoing, mill, isPicture } = this.#parts;
    try {
      const { status, body } = await outgoing.ask({ ...picture, url: url.href });
      if (status !== 200 || !isPicture(body)) return null;
      const { width, height, thumb } = await mill.scene(body);
      return { width, height, thumb };
    } catch {
      return null;
    }
  }
}
