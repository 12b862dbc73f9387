import { SvelteMap } from 'svelte/reactivity';
import type { ChatMessage } from '../../protocol/chat.ts';
import type { ClientMessageId, RoomId, UserId } from '../../protocol/ids.ts';
import { randomUuid } from './randomUuid.ts';
import type { SignalingClient } from './SignalingClient.ts';

/** A line that is on its way, or did not get through. */
export interface PendingLine {
  readonly clientMessageId: ClientMessageId;
  readonly text: string;
  readonly failed: boolean;
}

interface Page {
  readonly messages: readonly ChatMessage[];
  readonly more: boolean;
}

/** What was written in a room: each line once, in the order of the server, gaps filled. */
export class ChatLog {
  messages = $state.raw<readonly ChatMessage[]>([]);
  /** Whether there are older lines than the first one here. */
  more = $state(false);
  /** The last line that was seen; newer ones of others are unread. */
  seenSeq = $state(0);
  readonly pending = new SvelteMap<ClientMessageId, PendingLine>();
  readonly unread = $derived.by(() => {
    const mine = this.#selfUserId;
    return this.messages.filter(({ seq, author }) => seq > this.seenSeq && author.id !== mine).length;
  });
  readonly #signaling: SignalingClient;
  readonly #roomId: RoomId;
  readonly #selfUserId: UserId;
  #catchingUp = false;

  constructor(signaling: SignalingClient, roomId: RoomId, selfUserId: UserId) {
    this.#signaling = signaling;
    this.#roomId = roomId;
    this.#selfUserId = selfUserId;
    this.seenSeq = recallSeen(roomId);
  }

  get lastSeq(): number {
    return this.messages.at(-1)?.seq ?? 0;
  }

  /** Starts from the latest page. What was known before, and what came in between, is kept. */
  begin({ messages, more }: Page): void {
    const first = messages[0]?.seq ?? 0;
    const joins = this.messages.length > 0 && this.lastSeq >= first - 1;
    if (!joins) {
      this.messages = messages;
      this.more = more;
      return;
    }
    this.messages = [...this.messages, ...messages.filter(({ seq }) => seq > this.lastSeq)];
    for (const { clientMessageId } of messages) this.pending.delete(clientMessageId);
  }

  receive(message: ChatMessage): void {
    this.pending.delete(message.clientMessageId);
    if (message.seq <= this.lastSeq) return;
    if (message.seq === this.lastSeq + 1) this.messages = [...this.messages, message];
    else void this.#catchUp();
  }

  async say(text: string): Promise<void> {
    const clientMessageId = randomUuid() as ClientMessageId;
    await this.#send({ clientMessageId, text, failed: false });
  }

  /** Sends a line again; the server stores it once, even if the first attempt got through. */
  async retry(clientMessageId: ClientMessageId): Promise<void> {
    const line = this.pending.get(clientMessageId);
    if (line) await this.#send({ ...line, failed: false });
  }

  forget(clientMessageId: ClientMessageId): void {
    this.pending.delete(clientMessageId);
  }

  async loadOlder(): Promise<void> {
    const first = this.messages[0];
    if (!first || !this.more) return;
    const page = await this.#signaling.request('chat:before', { seq: first.seq });
    // Two clicks may ask for the same page.
    if (this.messages[0] !== first) return;
    this.messages = [...page.messages, ...this.messages];
    this.more = page.more;
  }

  markSeen(): void {
    if (this.lastSeq <= this.seenSeq) return;
    this.seenSeq = this.lastSeq;
    rememberSeen(this.#roomId, this.lastSeq);
  }

  async #send(line: PendingLine): Promise<void> {
    const { clientMessageId, text } = line;
    this.pending.set(clientMessageId, line);
    try {
      await this.#signaling.request('chat:send', { clientMessageId, text });
    } catch (error) {
      // The notification may have come although the answer did not.
      if (this.pending.has(clientMessageId)) this.pending.set(clientMessageId, { ...line, failed: true });
      throw error;
    }
  }

  async #catchUp(): Promise<void> {
    if (this.#catchingUp) return;
    this.#catchingUp = true;
    try {
      let more = true;
      while (more) {
        const page = await this.#signaling.request('chat:since', { seq: this.lastSeq });
        this.messages = [...this.messages, ...page.messages.filter(({ seq }) => seq > this.lastSeq)];
        more = page.more && page.messages.length > 0;
      }
    } catch {
      // The next line, or coming back to the room, finds the gap again.
    } finally {
      this.#catchingUp = false;
    }
  }
}

const seenKey = (roomId: RoomId) => `hobnob.seen.${roomId}`;

function recallSeen(roomId: RoomId): number {
  try {
    return Number(localStorage.getItem(seenKey(roomId))) || 0;
  } catch {
    return 0;
  }
}

function rememberSeen(roomId: RoomId, seq: number): void {
  try {
    localStorage.setItem(seenKey(roomId), String(seq));
  } catch {
    // Without storage, what was read is known as long as the page lives.
  }
}
