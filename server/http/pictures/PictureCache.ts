import sharp from 'sharp';
import { Turns } from '../../Turns.ts';
import { type Card, drawCard } from './card.ts';

const keptMs = 60_000;
const maxKept = 200;

/** Link pictures, kept for a minute. Few are drawn at once, so that a crowd of crawlers disturbs no call. */
export class PictureCache {
  readonly #kept = new Map<string, { picture: Promise<Buffer>; until: number }>();
  readonly #turns = new Turns({ atOnce: 2, waiting: 20 });

  /** The picture of that name, drawn of the card if there is none yet. */
  get(name: string, card: () => Card | Promise<Card>): Promise<Buffer> {
    const kept = this.#kept.get(name);
    if (kept && kept.until > performance.now()) return kept.picture;
    this.#kept.delete(name);
    const picture = this.#draw(card);
    this.#kept.set(name, { picture, until: performance.now() + keptMs });
    // What failed is tried again by the next who asks; the one who asked hears of it.
    picture.catch(() => this.#kept.delete(name));
    for (const [oldest] of this.#kept) {
      if (this.#kept.size <= maxKept) break;
      this.#kept.delete(oldest);
    }
    return picture;
  }

  async #draw(card: () => Card | Promise<Card>): Promise<Buffer> {
    const content = await card();
    return await this.#turns.take(() =>
      sharp(Buffer.from(drawCard(content)))
        .png({ palette: true, effort: 3 })
        .toBuffer(),
    );
  }
}
