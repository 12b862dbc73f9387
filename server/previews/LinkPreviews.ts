import { randomBytes } from 'node:crypto';
import type { ChatMessage } from '../../protocol/chat.ts';
import type { FileId } from '../../protocol/ids.ts';
import type { LinkPreview } from '../../protocol/previews.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { FileShelf } from '../files/FileShelf.ts';
import type { Logger } from '../log.ts';
import { HourlyLimit } from '../RateLimit.ts';
import type { Chats } from '../rooms/Chats.ts';
import type { MessageChange, Store } from '../store/Store.ts';
import { firstLink } from './firstLink.ts';
import type { PageReader, ReadPage } from './PageReader.ts';

interface Parts {
  /** Null where the operator wants none. */
  readonly reader: Pick<PageReader, 'read'> | null;
  readonly store: Pick<Store, 'messages' | 'files'>;
  readonly shelf: Pick<FileShelf, 'keepInstead' | 'drop' | 'requireSpace'>;
  readonly chats: Pick<Chats, 'repost'>;
  readonly log: Logger;
}

const previewsPerHour = 120;

/** Shows below lines what the pages say that they link to: looked at once, when the line is stored. */
export class LinkPreviews {
  readonly #parts: Parts;
  readonly #looked = new HourlyLimit(previewsPerHour);

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Looks at what a new line links to, and tells everybody what was found. Nobody waits for it. */
  look(room: RoomInfo, message: ChatMessage): void {
    const link = this.#parts.reader && firstLink(message.text);
    if (!link) return;
    this.#look(room, message, link).catch((error: unknown) => {
      this.#parts.log.debug({ roomId: room.id, err: error }, 'no preview');
    });
  }

  /** Takes away what is shown below a line of one's own. Throws as `MessageStore.preview`. */
  async drop(change: MessageChange): Promise<ChatMessage> {
    const { store, shelf } = this.#parts;
    const { messages } = await store.messages.after(change.roomId, change.seq - 1, 1);
    const changed = await store.messages.preview(change, null);
    const picture = messages[0]?.preview?.picture;
    if (picture) {
      await store.files.remove([picture.id]);
      await shelf.drop(picture.id);
    }
    return changed;
  }

  async #look(room: RoomInfo, { seq, author }: ChatMessage, link: string): Promise<void> {
    const { reader, store, chats } = this.#parts;
    this.#looked.take(author.id, author.id);
    const page = await reader?.read(link);
    if (!page) return;
    const change = { roomId: room.id, seq, by: author };
    const { picture, ...said } = page;
    const kept = picture && (await this.#keep(change, picture));
    try {
      chats.repost(room, await store.messages.preview(change, { url: link, ...said, picture: kept }));
    } catch (error) {
      // Deleted meanwhile.
      if (kept) await store.files.remove([kept.id]);
      if (kept) await this.#parts.shelf.drop(kept.id);
      throw error;
    }
  }

  /** Each line has the picture for itself: it goes with the line, and to whoever may read that. */
  async #keep(
    { roomId, by }: MessageChange,
    { width, height, thumb }: NonNullable<ReadPage['picture']>,
  ): Promise<LinkPreview['picture']> {
    const { store, shelf } = this.#parts;
    const id = randomBytes(16).toString('base64url') as FileId;
    const picture = { width, height };
    const file = { id, name: 'preview', size: thumb.length, type: 'image/webp', picture };
    await shelf.requireSpace(thumb.length);
    // Known first, or the next sweep would take it for nobody's.
    await store.files.add({ roomId, ownerId: by.id, file, kept: thumb.length, since: Date.now() });
    try {
      await shelf.keepInstead(id, { thumb });
    } catch (error) {
      await store.files.remove([id]);
      throw error;
    }
    return { id, ...picture };
  }
}
