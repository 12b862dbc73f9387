import { RequestError } from '../../../client/session/RequestError.ts';
import { type AnyListener, SignalingClient } from '../../../client/session/SignalingClient.ts';
import type {
  NotificationName,
  NotificationPayload,
  RequestInput,
  RequestName,
  RequestOutput,
} from '../../../protocol/index.ts';

type Replies = { [Name in RequestName]?: (input: RequestInput<Name>) => RequestOutput<Name> };

/** A server that answers what the test says, and `unreachable` to the rest. */
export class FakeSignaling extends SignalingClient {
  readonly asked: { name: RequestName; input: unknown }[] = [];
  replies: Replies = {};
  readonly #listeners = new Set<AnyListener>();

  constructor() {
    super('http://127.0.0.1:9');
  }

  override async request<Name extends RequestName>(
    name: Name,
    input: RequestInput<Name>,
  ): Promise<RequestOutput<Name>> {
    this.asked.push({ name, input });
    const reply: Replies[Name] = this.replies[name];
    if (!reply) throw new RequestError('unreachable', 'There is no connection to the server.');
    return reply(input);
  }

  override onAny(listener: AnyListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The server tells something. */
  tell<Name extends NotificationName>(name: Name, payload: NotificationPayload<Name>): void {
    for (const listener of [...this.#listeners]) listener(name, payload);
  }
}
