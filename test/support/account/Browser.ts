import type { Answer, Refusal } from '../../../protocol/errors.ts';

interface Options {
  readonly headers?: Record<string, string>;
}

/** A browser without a screen: it asks routes as our own pages do, and keeps cookies. */
export class Browser {
  readonly url: string;
  readonly #cookies = new Map<string, string>();

  constructor(url: string) {
    // A passkey is for the name of a host, which an address is not.
    this.url = url.replace('127.0.0.1', 'localhost');
  }

  /** The `Cookie` header. */
  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Puts a cookie in by hand, as somebody who got hold of one would. */
  plant(cookieHeader: string): void {
    for (const part of cookieHeader.split('; ')) {
      const [name = '', ...value] = part.split('=');
      this.#cookies.set(name, value.join('='));
    }
  }

  async answer<Data>(
    method: string,
    path: string,
    body?: unknown,
    { headers = {} }: Options = {},
  ): Promise<{ status: number; answer: Answer<Data> }> {
    const response = await fetch(`${this.url}/api${path}`, {
      method,
      headers: {
        origin: this.url,
        connection: 'close',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        cookie: this.cookie,
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    for (const set of response.headers.getSetCookie()) this.#keep(set);
    return { status: response.status, answer: (await response.json()) as Answer<Data> };
  }

  async ask<Data>(method: string, path: string, body?: unknown, options?: Options): Promise<Data> {
    const { answer } = await this.answer<Data>(method, path, body, options);
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.error.code}, ${answer.error.message}`);
    return answer.data;
  }

  /** Why a request was refused. */
  async refusal(method: string, path: string, body?: unknown, options?: Options): Promise<Refusal> {
    const { answer } = await this.answer(method, path, body, options);
    if (answer.ok) throw new Error(`${method} ${path} was not refused.`);
    return answer.error;
  }

  #keep(setCookie: string): void {
    const [pair = '', ...attributes] = setCookie.split('; ');
    const [name = '', ...value] = pair.split('=');
    if (attributes.includes('Max-Age=0')) this.#cookies.delete(name);
    else this.#cookies.set(name, value.join('='));
  }
}
