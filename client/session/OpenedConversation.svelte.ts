import type { Conversation } from '../../protocol/conversations.ts';
import type { RoomId, UserId } from '../../protocol/ids.ts';
import { ChatLog } from './ChatLog.svelte.ts';
import { ChatRequests } from './ChatRequests.ts';
import type { Heard } from './heard.ts';
import { RequestError } from './RequestError.ts';
import type { SignalingClient } from './SignalingClient.ts';

/** A conversation that is looked at: its chat, kept in step over lost lines and other tabs. */
export class OpenedConversation {
  /** As it was when it was opened. */
  conversation = $state.raw<Conversation | null>(null);
  chat = $state.raw<ChatLog | null>(null);
  /** Why it could not be opened. */
  problem = $state.raw<RequestError | null>(null);
  readonly #signaling: SignalingClient;
  readonly #roomId: RoomId;
  readonly #userId: UserId;
  readonly #stops: (() => void)[];
  #closed = false;

  constructor(signaling: SignalingClient, roomId: RoomId, userId: UserId) {
    this.#signaling = signaling;
    this.#roomId = roomId;
    this.#userId = userId;
    this.#stops = [
      signaling.onAny((name, payload) => this.#hear({ name, payload } as Heard)),
      signaling.onConnection((connected) => {
        if (connected) void this.open();
      }),
    ];
  }

  /** Opens it, or brings it up to date. */
  async open(): Promise<void> {
    const roomId = this.#roomId;
    try {
      const opened = await this.#signaling.request('conversation:open', { roomId });
      if (this.#closed) return;
      const { messages, moreMessages: more, chatRevision, pins, chatRead } = opened;
      this.problem = null;
      this.conversation = opened.conversation;
      const chat = this.chat ?? new ChatLog(new ChatRequests(this.#signaling, roomId), roomId, this.#userId);
      chat.begin({ messages, more, pins }, chatRevision, chatRead);
      this.chat = chat;
    } catch (error) {
      // Without a line it is opened as soon as there is one.
      if (this.#signaling.connected) this.problem = RequestError.of(error);
    }
  }

  close(): void {
    this.#closed = true;
    this.chat?.read.settle();
    this.chat?.close();
    for (const stop of this.#stops) stop();
  }

  #hear(heard: Heard): void {
    switch (heard.name) {
      case 'chat:message':
      case 'chat:changed':
      case 'chat:typing':
      case 'chat:readUpTo':
        if (heard.payload.roomId === this.#roomId) this.chat?.hear(heard);
    }
  }
}
