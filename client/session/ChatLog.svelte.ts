import type { ChatMessage } from '../../protocol/chat.ts';
import type { RoomId, UserId } from '../../protocol/ids.ts';
import { Outbox } from './Outbox.svelte.ts';
import type { SignalingClient } from './SignalingClient.ts';
import { UnsentLines } from './UnsentLines.ts';

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
  /** What one wrote and the room was not told yet. */
  readonly outbox: Outbox;
  readonly unread = $derived.by(() => {
    const mine = this.#selfUserId;
    return this.messages.filter(({ seq, author }) => seq > this.seenSeq && author.id !== mine).length;
  });
  readonly #signaling: SignalingClient;
  readonly #roomId: RoomId;
  readonly #selfUserId: UserId;
  #catchingUp = false;

  constructor(
    signaling: SignalingClient,
    roomId: RoomId,
    selfUserId: UserId,
    unsent = new UnsentLines(roomId, selfUserId),
  ) {
    this.#signaling = signaling;
    this.#roomId = roomId;
    this.#selfUserId = selfUserId;
    this.outbox = new Outbox(unsent, async (clientMessageId, text) => {
      const { seq } = await signaling.request('chat:send', { clientMessageId, text });
      // Stored by an attempt whose answer was lost: nobody is told again.
      if (seq <= this.lastSeq) this.outbox.drop(clientMessageId);
      else void this.#catchUp();
    });
    this.seenSeq = recallSeen(roomId);
  }

  get lastSeq(): number {
    return this.messages.at(-1)?.seq ?? 0;
  }

  /** Starts from the latest page, and sends what waits. What was known before, and came in between, is kept. */
  begin({ messages, more }: Page): void {
    const first = messages[0]?.seq ?? 0;
    const joins = this.messages.length > 0 && this.lastSeq >= first - 1;
    if (joins) {
      this.messages = [...this.messages, ...messages.filter(({ seq }) => seq > this.lastSeq)];
    } else {
      this.messages = messages;
      this.more = more;
    }
    for (const { clientMessageId } of messages) this.outbox.drop(clientMessageId);
    this.outbox.settle();
    this.outbox.flush();
  }

  receive(message: ChatMessage): void {
    this.outbox.drop(message.clientMessageId);
    if (message.seq <= this.lastSeq) return;
    if (message.seq === this.lastSeq + 1) this.messages = [...this.messages, message];
    else void this.#catchUp();
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

  /** Nothing is sent any more; what waits is kept for the next time. */
  close(): void {
    this.outbox.close();
  }

  async #catchUp(): Promise<void> {
    if (this.#catchingUp) return;
    this.#catchingUp = true;
    try {
      let more = true;
      while (more) {
        const page = await this.#signaling.request('chat:since', { seq: this.lastSeq });
        this.messages = [...this.messages, ...page.messages.filter(({ seq }) => seq > this.lastSeq)];
        for (const { clientMessageId } of page.messages) this.outbox.drop(clientMessageId);
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
