import { lookup } from 'node:dns/promises';
import { type IncomingHttpHeaders, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { isPublicAddress } from './addresses.ts';

/** Why a stranger's host was not asked, or gave nothing. */
type OutgoingReason = 'forbidden' | 'unreachable' | 'too_large' | 'too_slow' | 'unreadable';

/** Nothing came of asking a stranger's host. */
export class OutgoingError extends Error {
  readonly reason: OutgoingReason;

  constructor(reason: OutgoingReason, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'OutgoingError';
    this.reason = reason;
  }
}

/** What is asked of a stranger's host. */
export interface OutgoingRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** Of the body of the answer. */
  readonly mostBytes: number;
  /** What happens to an answer with more than that: the rest is not read, or all of it is refused. */
  readonly beyond?: 'cut' | 'refuse';
  /** For everything together: finding the host, all redirects, the whole body. */
  readonly patienceMs: number;
  /** How many redirects are followed; only a GET follows any. */
  readonly redirects?: number;
}

interface OutgoingAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Where it came from at last. */
  readonly url: URL;
}

/** Who may be asked. The server has the strict ones; tests put a host of their own in place. */
interface OutgoingRules {
  /** The addresses of a host. */
  resolve(host: string): Promise<readonly string[]>;
  mayReach(address: string, port: number): boolean;
}

const strict: OutgoingRules = {
  async resolve(host) {
    return (await lookup(host, { all: true, order: 'verbatim' })).map(({ address }) => address);
  },
  mayReach: (address, port) => (port === 80 || port === 443) && isPublicAddress(address),
};

const mostRedirects = 3;
const redirecting = new Set([301, 302, 303, 307, 308]);

/**
 * The one way in which the server asks a host that somebody else named: an address of the open internet, looked up
 * once and connected to as it was checked, without cookies, within a time and a size.
 */
export class Outgoing {
  readonly #rules: OutgoingRules;

  constructor(rules: OutgoingRules = strict) {
    this.#rules = rules;
  }

  /** Asks a host, with whatever status it answers. Throws `OutgoingError`. */
  async ask(asked: OutgoingRequest): Promise<OutgoingAnswer> {
    const signal = AbortSignal.timeout(asked.patienceMs);
    const left = asked.method === 'POST' ? 0 : Math.min(asked.redirects ?? 0, mostRedirects);
    try {
      return await this.#follow(asked, asked.url, left, signal);
    } catch (error) {
      if (error instanceof OutgoingError) throw error;
      if (signal.aborted) throw new OutgoingError('too_slow', 'The host took too long.', error);
      throw new OutgoingError('unreachable', 'The host does not answer.', error);
    }
  }

  async #follow(
    asked: OutgoingRequest,
    address: string,
    left: number,
    signal: AbortSignal,
  ): Promise<OutgoingAnswer> {
    const url = readUrl(address);
    const response = await this.#request(asked, url, signal);
    try {
      const { statusCode: status = 0, headers } = response;
      if (left > 0 && redirecting.has(status) && headers.location !== undefined) {
        if (!URL.canParse(headers.location, url)) throw new OutgoingError('unreadable', 'It leads nowhere.');
        return await this.#follow(asked, new URL(headers.location, url).href, left - 1, signal);
      }
      return { status, headers, body: await readBody(response, asked), url };
    } finally {
      // Whatever is left of it is not worth the way.
      response.destroy();
    }
  }

  async #request(asked: OutgoingRequest, url: URL, signal: AbortSignal): Promise<IncomingMessage> {
    const secure = url.protocol === 'https:';
    const address = await orAborted(this.#addressOf(url, Number(url.port) || (secure ? 443 : 80)), signal);
    return await new Promise((resolve, reject) => {
      const request = (secure ? requestHttps : requestHttp)(url, {
        method: asked.method ?? 'GET',
        // Compressed answers are not asked for, and none is unpacked: nothing grows on the way in.
        headers: { 'user-agent': 'Hobnob', 'accept-encoding': 'identity', ...asked.headers },
        agent: false,
        signal,
        // Not asked again: the name may lead elsewhere a moment later.
        lookup: (_host, { all }, found) => {
          const family = isIP(address);
          if (all) found(null, [{ address, family }]);
          else found(null, address, family);
        },
      });
      request.once('response', resolve).on('error', reject).end(asked.body);
    });
  }

  /** The address to connect to. A name that leads anywhere it must not lead is a trick, not bad luck. */
  async #addressOf({ hostname }: URL, port: number): Promise<string> {
    const host = hostname.replace(/^\[|\]$/g, '');
    const addresses = isIP(host) ? [host] : await this.#rules.resolve(host);
    const [address] = addresses;
    if (address === undefined) throw new OutgoingError('unreachable', 'There is no such host.');
    if (!addresses.every((each) => this.#rules.mayReach(each, port))) {
      throw new OutgoingError('forbidden', 'The host is not one of the open internet.');
    }
    return address;
  }
}

/** Reads an address as browsers do: whatever a number is written as, it is the number that is checked. */
function readUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password) {
    throw new OutgoingError('forbidden', 'Only plain web addresses are asked.');
  }
  return url;
}

async function readBody(
  response: IncomingMessage,
  { mostBytes, beyond = 'refuse' }: OutgoingRequest,
): Promise<Buffer> {
  const coding = response.headers['content-encoding'] ?? 'identity';
  if (coding !== 'identity') throw new OutgoingError('unreadable', 'The answer is packed.');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size <= mostBytes) continue;
    if (beyond === 'refuse') throw new OutgoingError('too_large', 'The answer is too large.');
    break;
  }
  return Buffer.concat(chunks).subarray(0, mostBytes);
}

async function orAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
