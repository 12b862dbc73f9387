import type { ChatMessage } from '../../protocol/chat.ts';
import type { RoomId, UserId } from '../../protocol/ids.ts';
import { quote } from '../../protocol/quote.ts';
import type { Stamp } from '../../protocol/stamps.ts';
import { Outbox } from './Outbox.svelte.ts';
import type { SignalingClient } from './SignalingClient.ts';
import { recallSeen, rememberSeen } from './seen.ts';
import { UnsentLines } from './UnsentLines.ts';

interface Page {
  readonly messages: readonly ChatMessage[];
  readonly more: boolean;
}

/** What was written in a room: each line once and as it is now, in the order of the server, gaps filled. */
export class ChatLog {
  messages = $state.raw<readonly ChatMessage[]>([]);
  /** Whether there are older lines than the first one here. */
  more = $state(false);
  /** The last line that was seen; newer ones of others are unread. */
  seenSeq = $state(0);
  /** The line that the next one answers. */
  answering = $state.raw<ChatMessage | null>(null);
  /** The line of one's own that is being changed. */
  editing = $state.raw<ChatMessage | null>(null);
  /** What one wrote and the room was not told yet. */
  readonly outbox: Outbox;
  readonly unread = $derived.by(() => {
    const mine = this.#selfUserId;
    return this.messages.filter(({ seq, author }) => seq > this.seenSeq && author.id !== mine).length;
  });
  readonly #signaling: SignalingClient;
  readonly #roomId: RoomId;
  readonly #selfUserId: UserId;
  /** Everything up to this is here. */
  #revision = 0;
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
    this.outbox = new Outbox(unsent, async ({ clientMessageId, text, answers }) => {
      const { revision } = await signaling.request('chat:send', { clientMessageId, text, answers });
      // Stored by an attempt whose answer was lost: nobody is told again.
      if (revision <= this.#revision) this.outbox.drop(clientMessageId);
      else void this.#catchUp();
    });
    this.seenSeq = recallSeen(roomId);
  }

  get lastSeq(): number {
    return this.messages.at(-1)?.seq ?? 0;
  }

  isOwn({ author }: { author: { id: UserId } }): boolean {
    return author.id === this.#selfUserId;
  }

  /** Starts from the latest page, and sends what waits. What was known before, and came in between, is kept. */
  begin({ messages, more }: Page, revision: number): void {
    const first = messages[0]?.seq ?? 0;
    const joins = this.messages.length > 0 && this.lastSeq >= first - 1;
    if (joins) {
      this.#take(messages);
      const here = new Set(messages.map((message) => message.revision));
      while (here.has(this.#revision + 1)) this.#revision++;
      // Lines further up changed too.
      if (this.#revision < revision) void this.#catchUp();
    } else {
      this.messages = messages;
      this.more = more;
      this.#revision = revision;
    }
    for (const { clientMessageId } of messages) this.outbox.drop(clientMessageId);
    this.outbox.settle();
    this.outbox.flush();
  }

  /** A new line, or what became of one. */
  receive(message: ChatMessage): void {
    this.outbox.drop(message.clientMessageId);
    if (message.revision <= this.#revision) return;
    if (message.revision !== this.#revision + 1) return void this.#catchUp();
    this.#revision = message.revision;
    this.#take([message]);
  }

  answer(message: ChatMessage): void {
    this.editing = null;
    this.answering = message;
  }

  beginEdit(message: ChatMessage): void {
    this.answering = null;
    this.editing = message;
  }

  /** Begins to change what one said last, if that is here. */
  editLast(): void {
    const last = this.messages.findLast((message) => this.isOwn(message) && !message.deleted);
    if (last) this.beginEdit(last);
  }

  /** Neither answers nor changes anything any more. */
  giveUp(): void {
    this.answering = null;
    this.editing = null;
  }

  /** Says something, in answer to what was chosen. */
  say(text: string): void {
    this.outbox.add({ text, answers: this.answering?.seq ?? null });
    this.answering = null;
  }

  /** Rejects, like those below, with a `RequestError`; the log changes when the room is told. */
  async edit({ seq }: ChatMessage, text: string): Promise<void> {
    await this.#signaling.request('chat:edit', { seq, text });
  }

  async remove({ seq }: ChatMessage): Promise<void> {
    await this.#signaling.request('chat:delete', { seq });
  }

  /** Puts one's own stamp under a line, or takes it away where it was put before. */
  async react({ seq, reactions }: ChatMessage, stamp: Stamp): Promise<void> {
    const people = reactions.find((reaction) => reaction.stamp === stamp)?.people ?? [];
    const on = !people.some(({ id }) => id === this.#selfUserId);
    await this.#signaling.request('chat:react', { seq, stamp, on });
  }

  async loadOlder(): Promise<void> {
    const first = this.messages[0];
    if (!first || !this.more) return;
    const page = await this.#signaling.request('chat:before', { seq: first.seq });
    // Two clicks may ask for the same page.
    if (this.messages[0]?.seq !== first.seq) return;
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

  /** Puts lines in their places, each as it was last. */
  #take(news: readonly ChatMessage[]): void {
    const first = this.messages[0]?.seq ?? 0;
    const bySeq = new Map(this.messages.map((message) => [message.seq, message]));
    const changed = new Map<number, ChatMessage>();
    for (const message of news) {
      // Further up than anybody has looked: it comes with its page.
      if (message.seq < first && this.more) continue;
      if ((bySeq.get(message.seq)?.revision ?? 0) >= message.revision) continue;
      bySeq.set(message.seq, message);
      changed.set(message.seq, message);
    }
    const all = [...bySeq.values()].map((message) => {
      const answered = message.answers && changed.get(message.answers.seq);
      return answered ? { ...message, answers: quote(answered) } : message;
    });
    this.messages = all.sort((a, b) => a.seq - b.seq);
  }

  async #catchUp(): Promise<void> {
    if (this.#catchingUp) return;
    this.#catchingUp = true;
    try {
      let more = true;
      while (more) {
        const page = await this.#signaling.request('chat:changes', { revision: this.#revision });
        this.#take(page.messages);
        this.#revision = Math.max(this.#revision, page.messages.at(-1)?.revision ?? 0);
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
