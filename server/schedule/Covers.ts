import { createHash } from 'node:crypto';
import type { EventSlug, UserId } from '../../protocol/ids.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { EventRecord } from '../store/ScheduleStore.ts';
import type { Schedule } from './Schedule.ts';

type Sizes = ReadonlyMap<number, Buffer>;

interface Parts {
  readonly schedule: Schedule;
  /** Makes squares of what was sent. */
  readonly mill: { make(bytes: Buffer): Promise<Sizes> };
  readonly shelf: { keep(hash: string, pictures: Sizes): Promise<void>; drop(hash: string): Promise<void> };
  readonly log: Logger;
}

/** The pictures that events have in place of the drawn ones. */
export class Covers {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.schedule.on('removed', ({ cover }) => void this.#drop(cover));
  }

  /** Takes a picture; the one of before is gone with that. */
  async take(slug: EventSlug, bytes: Buffer, asker: UserId): Promise<EventRecord> {
    const { schedule, mill, shelf } = this.#parts;
    const { id } = this.#require(slug, asker);
    const pictures = await mill.make(bytes);
    const hash = createHash('sha256').update(id);
    for (const picture of pictures.values()) hash.update(picture);
    const cover = hash.digest('base64url');
    // First the files: nobody is told of a picture that is not there.
    await shelf.keep(cover, pictures);
    const before = this.#require(slug, asker).cover;
    const event = await schedule.setCover(slug, cover, asker);
    if (before !== cover) await this.#drop(before);
    return event;
  }

  /** Goes back to the drawn one. */
  async drop(slug: EventSlug, asker: UserId): Promise<EventRecord> {
    const { cover } = this.#require(slug, asker);
    const event = await this.#parts.schedule.setCover(slug, null, asker);
    await this.#drop(cover);
    return event;
  }

  /** Before anything costs. */
  #require(slug: EventSlug, asker: UserId): EventRecord {
    const { schedule } = this.#parts;
    const event = schedule.find(slug, asker);
    if (!schedule.mayEdit(event, asker)) throw new AppError('forbidden', 'Only its hosts may do that.');
    return event;
  }

  async #drop(cover: string | null): Promise<void> {
    const { shelf, log } = this.#parts;
    if (!cover) return;
    await shelf.drop(cover).catch((error: unknown) => log.warn({ err: error }, 'cover not removed'));
  }
}
