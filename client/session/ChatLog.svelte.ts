import type { ChatMessage } from '../../protocol/chat.ts';
import type { ReadMark } from '../../protocol/chatReading.ts';
import type { RoomId, UserId } from '../../protocol/ids.ts';
import type { Stamp } from '../../protocol/lines.ts';
import type { ChatRequests } from './ChatRequests.ts';
import { ChatSearch } from './ChatSearch.svelte.ts';
import { ChatWindow } from './ChatWindow.svelte.ts';
import type { UnsentFile } from './files/OwnFile.svelte.ts';
import { OwnFiles } from './files/OwnFiles.svelte.ts';
import type { Heard } from './heard.ts';
import { Outbox, type PendingLine } from './Outbox.svelte.ts';
import { ReadPlace } from './ReadPlace.svelte.ts';
import { Typing } from './Typing.svelte.ts';
import { UnsentLines } from './UnsentLines.ts';
import type { RecordedVoice } from './voice/VoiceRecording.svelte.ts';

type HeardOfChat = Extract<Heard, { name: `chat:${string}` }>;

// In a large room lines are told together, and one's own comes a moment after the answer.
const toldWithinMs = 500;

interface Page {
  readonly messages: readonly ChatMessage[];
  readonly more: boolean;
  readonly pins?: readonly ChatMessage[] | undefined;
}

/** What was written in a room: each line once and as it is now, in the order of the server, gaps filled. */
export class ChatLog {
  /** The lines that are at hand. */
  readonly window: ChatWindow;
  readonly read: ReadPlace;
  readonly search: ChatSearch;
  /** Who is writing. */
  readonly typing: Typing;
  /** What hosts want everybody to find, in the order of the lines. */
  pins = $state.raw<readonly ChatMessage[]>([]);
  /** The line that the next one answers. */
  answering = $state.raw<ChatMessage | null>(null);
  /** The line of one's own that is being changed. */
  editing = $state.raw<ChatMessage | null>(null);
  /** When one wrote last, in milliseconds since 1970. */
  saidAt = $state(0);
  /** What one wrote and the room was not told yet. */
  readonly outbox: Outbox;
  /** What one sends beside words. */
  readonly files: OwnFiles;
  /** How many lines of others come after the last one that was read; of those not at hand, one's own too. */
  readonly unread = $derived.by(() => {
    const { messages, first, last, lastSeq, more, later } = this.window;
    const { seq } = this.read;
    const here = messages.filter((message) => message.seq > seq && !this.isOwn(message)).length;
    // To somebody who never read here, what is further up is not new.
    const above = more && seq > 0 ? Math.max(0, first - 1 - seq) : 0;
    return here + above + (later ? Math.max(0, lastSeq - Math.max(last, seq)) : 0);
  });
  readonly #requests: ChatRequests;
  readonly #selfUserId: UserId;
  /** Everything up to this is here. */
  #revision = 0;
  #catchingUp = false;

  constructor(
    requests: ChatRequests,
    roomId: RoomId,
    selfUserId: UserId,
    unsent = new UnsentLines(roomId, selfUserId),
  ) {
    this.#requests = requests;
    this.#selfUserId = selfUserId;
    this.window = new ChatWindow(requests);
    this.read = new ReadPlace(requests);
    this.search = new ChatSearch(requests);
    this.typing = new Typing(requests);
    this.files = new OwnFiles(roomId);
    this.outbox = new Outbox(unsent, async ({ clientMessageId, text, answers, mentions, files }) => {
      const carried = files && { files: await this.files.whenThere(files) };
      const line = { clientMessageId, text, answers, mentions, ...carried };
      const { revision } = await requests.request('chat:send', line);
      this.files.done(files);
      // Stored by an attempt whose answer was lost: nobody is told again.
      if (revision <= this.#revision) this.outbox.drop(clientMessageId);
      else setTimeout(() => revision > this.#revision && void this.#catchUp(), toldWithinMs);
    });
  }

  get messages(): readonly ChatMessage[] {
    return this.window.messages;
  }

  isOwn({ author }: { author: { id: UserId } }): boolean {
    return author.id === this.#selfUserId;
  }

  /** Whether a line of somebody else names oneself. */
  namesMe(message: ChatMessage): boolean {
    return !this.isOwn(message) && message.mentions.some(({ id }) => id === this.#selfUserId);
  }

  /** Starts from the latest page, and sends what waits. What was known before, and came in between, is kept. */
  begin({ messages, more, pins = [] }: Page, revision: number, read?: ReadMark): void {
    this.pins = pins;
    const { window } = this;
    const first = messages[0]?.seq ?? 0;
    if (window.messages.length > 0 && window.later) {
      // Somebody reads further up: there it goes on, as it is by now.
      window.take(messages.slice(-1));
      this.#revision = revision;
      const middle = window.messages[Math.floor(window.messages.length / 2)];
      if (middle) void window.loadAround(middle.seq).catch(() => {});
    } else if (window.messages.length > 0 && window.last >= first - 1) {
      window.take(messages);
      const here = new Set(messages.map((message) => message.revision));
      while (here.has(this.#revision + 1)) this.#revision++;
      // Lines further up changed too.
      if (this.#revision < revision) void this.#catchUp();
    } else {
      window.show(messages, more);
      this.#revision = revision;
    }
    this.read.begin(read);
    this.#noticeNames(messages);
    for (const { clientMessageId } of messages) this.outbox.drop(clientMessageId);
    this.outbox.settle();
    this.outbox.flush();
  }

  /** Takes what the server tells of this chat. */
  hear({ name, payload }: HeardOfChat): void {
    if (name === 'chat:typing') this.typing.hear(payload.userId);
    else if (name === 'chat:readUpTo') this.read.hear(payload.seq);
    else if (name === 'chat:messages') for (const message of payload.messages) this.receive(message);
    else this.receive(payload);
  }

  /** A new line, or what became of one. */
  receive(message: ChatMessage): void {
    this.typing.said(message.author.id);
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

  /** Gives up a line that is not sent yet, with its files. */
  discard({ clientMessageId, files }: PendingLine): void {
    this.files.drop(files);
    this.outbox.drop(clientMessageId);
  }

  /** Says something, in answer to what was chosen, with the files that were chosen. */
  say(text: string, mentions: readonly UserId[] = []): void {
    this.#put(text, mentions, this.files.take());
  }

  /** Says something aloud, in answer to what was chosen. */
  sayAloud({ blob, durationMs, peaks }: RecordedVoice, name: string): void {
    this.#put('', [], [this.files.addVoice(blob, name, { durationMs, peaks })]);
  }

  #put(text: string, mentions: readonly UserId[], files: readonly UnsentFile[]): void {
    const answers = this.answering?.seq ?? null;
    this.outbox.add({ text, answers, mentions: [...mentions], ...(files.length > 0 && { files }) });
    this.answering = null;
    this.typing.sent();
    this.saidAt = Date.now();
    if (this.window.later) void this.window.loadNewest().catch(() => {});
  }

  /** Rejects, like those below, with a `RequestError`; the log changes when the room is told. */
  async edit({ seq }: ChatMessage, text: string, mentions: readonly UserId[] = []): Promise<void> {
    await this.#requests.request('chat:edit', { seq, text, mentions: [...mentions] });
  }

  async remove({ seq }: ChatMessage): Promise<void> {
    await this.#requests.request('chat:delete', { seq });
  }

  async dropPreview({ seq }: ChatMessage): Promise<void> {
    await this.#requests.request('chat:dropPreview', { seq });
  }

  /** For hosts. */
  async pin({ seq, pinned }: ChatMessage): Promise<void> {
    await this.#requests.request('chat:pin', { seq, pinned: !pinned });
  }

  /** Puts one's own stamp under a line, or takes it away where it was put before. */
  async react({ seq, reactions }: ChatMessage, stamp: Stamp): Promise<void> {
    const people = reactions.find((reaction) => reaction.stamp === stamp)?.people ?? [];
    const on = !people.some(({ id }) => id === this.#selfUserId);
    await this.#requests.request('chat:react', { seq, stamp, on });
  }

  /** Nothing is sent any more; what waits is kept for the next time. */
  close(): void {
    this.outbox.close();
    this.files.close();
    this.read.close();
    this.search.close();
    this.typing.close();
  }

  #take(news: readonly ChatMessage[]): void {
    this.window.take(news);
    for (const message of news) this.#repin(message);
    this.#noticeNames(news);
  }

  #repin(message: ChatMessage): void {
    const others = this.pins.filter(({ seq }) => seq !== message.seq);
    if (!message.pinned && others.length === this.pins.length) return;
    this.pins = [...others, ...(message.pinned ? [message] : [])].toSorted((a, b) => a.seq - b.seq);
  }

  #noticeNames(news: readonly ChatMessage[]): void {
    for (const message of news) if (this.namesMe(message)) this.read.named(message.seq);
  }

  async #catchUp(): Promise<void> {
    if (this.#catchingUp) return;
    this.#catchingUp = true;
    try {
      let more = true;
      while (more) {
        const page = await this.#requests.request('chat:changes', { revision: this.#revision });
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
