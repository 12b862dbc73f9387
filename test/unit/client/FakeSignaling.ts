import { RequestError } from '../../../client/session/RequestError.ts';
import { SignalingClient } from '../../../client/session/SignalingClient.ts';
import type { RequestInput, RequestName, RequestOutput } from '../../../protocol/index.ts';

type Replies = { [Name in RequestName]?: (input: RequestInput<Name>) => RequestOutput<Name> };

/** A server that answers what the test says, and `unreachable` to the rest. */
export class FakeSignaling extends SignalingClient {
  readonly asked: { name: RequestName; input: unknown }[] = [];
  replies: Replies = {};

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
}
