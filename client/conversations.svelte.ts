import type { Conversation } from '../protocol/conversations.ts';
import type { RoomId, UserId } from '../protocol/ids.ts';
import { ask } from './api.ts';
import type { HobnobClient } from './session/HobnobClient.svelte.ts';
import { RequestError } from './session/RequestError.ts';
import { listOf, t } from './words.svelte.ts';

/** One's conversations, as they are at this moment. */
export class Conversations {
  /** The one in which something was said last comes first; null until it was asked for. */
  list = $state.raw<readonly Conversation[] | null>(null);
  /** Lines of others that were not read yet, in all of them. */
  readonly unread = $derived((this.list ?? []).reduce((sum, { unread }) => sum + unread, 0));
  readonly #client: Pick<HobnobClient, 'signaling' | 'me' | 'onWelcome'>;

  constructor(client: Pick<HobnobClient, 'signaling' | 'me' | 'onWelcome'>) {
    this.#client = client;
  }

  /** Keeps it current until the returned function is called. */
  watch(): () => void {
    const { signaling } = this.#client;
    // Without an answer what was known stays; the next line asks again.
    const load = () => void this.load().catch(() => {});
    load();
    const stops = [
      this.#client.onWelcome(load),
      signaling.on('ties:changed', load),
      signaling.on('conversation:changed', ({ roomId }) => void this.#ask(roomId)),
      signaling.on('chat:message', ({ roomId, ...message }) => {
        const known = roomId && this.find(roomId);
        if (!known) {
          if (roomId) void this.#ask(roomId);
          return;
        }
        const own = message.author.id === this.#client.me.id;
        this.#put({ ...known, last: message, unread: own ? 0 : known.unread + 1 });
      }),
      signaling.on('chat:changed', ({ roomId, ...message }) => {
        const known = roomId && this.find(roomId);
        if (known && known.last?.seq === message.seq) this.#put({ ...known, last: message });
      }),
      signaling.on('chat:readUpTo', ({ roomId, seq }) => {
        if (roomId) this.readUpTo(roomId, seq);
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  async load(): Promise<void> {
    this.list = (await ask<'conversations'>('/me/conversations')).conversations;
  }

  find(id: string): Conversation | undefined {
    return this.list?.find(({ room }) => room.id === id);
  }

  /** What a conversation goes by: its name, or those of the others in it. */
  titleOf({ room, people }: Conversation): string {
    const others = people.filter(({ id }) => id !== this.#client.me.id).map(({ name }) => name);
    return room.name || (others.length > 0 ? listOf(others) : t('conversationAlone'));
  }

  /** What a room goes by: a conversation may have no name of its own. */
  nameOf(room: { id: string; name: string }): string {
    const conversation = room.name === '' ? this.find(room.id) : undefined;
    return conversation ? this.titleOf(conversation) : room.name;
  }

  /** Read here, or in another tab. */
  readUpTo(id: RoomId, seq: number): void {
    const known = this.find(id);
    if (!known?.last) return;
    const unread = Math.min(known.unread, Math.max(0, known.last.seq - seq));
    if (unread !== known.unread) this.#put({ ...known, unread, ...(unread === 0 && { mentions: 0 }) });
  }

  /** The conversation with these friends: of two there is one only. Rejects, like those below, with a `RequestError`. */
  async begin(people: readonly UserId[], name = ''): Promise<Conversation> {
    const body = { people: [...people], name };
    return this.#put(await ask<'beginConversation'>('/me/conversations', { method: 'POST', body }));
  }

  async rename(id: RoomId, name: string): Promise<void> {
    this.#put(await ask<'renameConversation'>(pathOf(id), { method: 'PUT', body: { name } }));
  }

  async add(id: RoomId, userId: UserId): Promise<void> {
    const path = `${pathOf(id)}/people/${encodeURIComponent(userId)}`;
    this.#put(await ask<'addToConversation'>(path, { method: 'PUT', body: {} }));
  }

  /** Takes somebody out of a group, or leaves it. */
  async remove(id: RoomId, userId: UserId): Promise<void> {
    const path = `${pathOf(id)}/people/${encodeURIComponent(userId)}`;
    await ask<'removeFromConversation'>(path, { method: 'DELETE' });
    await this.#ask(id);
  }

  async #ask(id: RoomId): Promise<void> {
    try {
      this.#put(await ask<'conversation'>(pathOf(id)));
    } catch (error) {
      const gone = error instanceof RequestError && error.code === 'not_found';
      if (gone) this.list = (this.list ?? []).filter(({ room }) => room.id !== id);
    }
  }

  #put(conversation: Conversation): Conversation {
    const others = (this.list ?? []).filter(({ room }) => room.id !== conversation.room.id);
    this.list = [conversation, ...others].sort((a, b) => lastAt(b) - lastAt(a));
    return conversation;
  }
}

const pathOf = (id: RoomId) => `/me/conversations/${encodeURIComponent(id)}`;

function lastAt({ last, room }: Conversation): number {
  return last?.sentAt ?? room.createdAt;
}
