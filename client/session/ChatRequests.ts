import type { RoomId } from '../../protocol/ids.ts';
import type { RequestInput, RequestName, RequestOutput } from '../../protocol/index.ts';
import type { SignalingClient } from './SignalingClient.ts';

type ChatRequestName = Extract<RequestName, `chat:${string}`>;

/** Asks about one chat: of the room one is in, or of a conversation, wherever one is. */
export class ChatRequests {
  readonly #signaling: Pick<SignalingClient, 'request'>;
  readonly #roomId: RoomId | undefined;

  /** `conversation`: left out, it is the chat of the room one is in. */
  constructor(signaling: Pick<SignalingClient, 'request'>, conversation?: RoomId) {
    this.#signaling = signaling;
    this.#roomId = conversation;
  }

  /** Rejects with a `RequestError`. */
  async request<Name extends ChatRequestName>(
    name: Name,
    input: RequestInput<Name>,
  ): Promise<RequestOutput<Name>> {
    const roomId = this.#roomId;
    return await this.#signaling.request(name, roomId === undefined ? input : { ...input, roomId });
  }
}
