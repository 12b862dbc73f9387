import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { MediaEngine } from '../media/api.ts';
import { type DeskHello, LenderHello, nodeWords } from './hello.ts';
import { NodeLine } from './NodeLine.ts';
import { comeTo, type NodeAddress } from './nodeTls.ts';
import { RemoteEngine } from './RemoteEngine.ts';

/** The workers of another node, as long as its line lasts. */
export interface DialedNode {
  readonly name: string;
  readonly engine: MediaEngine;
  readonly line: NodeLine;
}

export interface DialOptions {
  /** What this node says of itself. */
  readonly desk: Pick<DeskHello, 'name' | 'term'> & Partial<Pick<DeskHello, 'beside' | 'process'>>;
  readonly secret: Buffer;
  readonly words?: string;
  readonly log: Logger;
}

/** Comes to another node for its workers. Throws where there is none, or one of another version or house. */
export async function dialNode(
  address: NodeAddress,
  { desk, secret, words = nodeWords, log }: DialOptions,
): Promise<DialedNode> {
  const socket = await comeTo(address, { secret, purpose: 'media' });
  const line = new NodeLine(socket, refuseAll, log);
  try {
    const { name, rtpCapabilities, ...hello } = LenderHello.parse(
      await line.ask('hello', { ...desk, words }),
    );
    if (hello.words !== words) throw new AppError('conflict', 'It is of another version.');
    return { name, line, engine: new RemoteEngine(line, rtpCapabilities) };
  } catch (error) {
    line.close();
    throw error;
  }
}

// The desk asks, and is not asked.
async function refuseAll(): Promise<never> {
  throw new AppError('bad_request', 'The desk answers nothing.');
}
