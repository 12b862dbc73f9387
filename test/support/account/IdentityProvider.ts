import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

const client = { id: 'hobnob', secret: 'a secret of hobnob that nobody else has' };

/** A real OpenID provider on a free port, which believes whatever name somebody signs in with. */
export class IdentityProvider {
  readonly #server: Server;
  readonly issuer: string;

  private constructor(server: Server) {
    this.#server = server;
    this.issuer = `http://localhost:${(server.address() as AddressInfo).port}`;
  }

  static async open(): Promise<IdentityProvider> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    return new IdentityProvider(server);
  }

  /** The settings of a server that uses it. */
  get settings(): Record<string, string> {
    return { OIDC_ISSUER: this.issuer, OIDC_CLIENT_ID: client.id, OIDC_CLIENT_SECRET: client.secret };
  }

  /** Takes visitors of the server at this address. */
  serve(url: string): void {
    const provider = new Provider(this.issuer, {
      clients: [{ client_id: client.id, client_secret: client.secret, redirect_uris: [`${url}/sign-in`] }],
      pkce: { required: () => true },
      cookies: { keys: ['of this test'] },
    });
    this.#server.on('request', provider.callback());
  }

  /** Signs in as somebody, agrees, and goes on until it sends the browser back; gives the query of that. */
  async signIn(start: string, login: string): Promise<string> {
    const cookies = new Map<string, string>();
    let next: { url: string; form?: string } = { url: start };
    for (let step = 0; step < 12; step++) {
      const { url, form } = next;
      if (!url.startsWith(this.issuer)) return new URL(url).search.slice(1);
      const response = await fetch(url, {
        redirect: 'manual',
        method: form === undefined ? 'GET' : 'POST',
        headers: {
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        ...(form !== undefined && { body: form }),
      });
      for (const set of response.headers.getSetCookie()) {
        const [name = '', value = ''] = set.split(';')[0]?.split('=') ?? [];
        cookies.set(name, value);
      }
      const place = response.headers.get('location');
      const page = await response.text();
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
      if (place) next = { url: new URL(place, url).href };
      else if (prompt)
        next = { url, form: new URLSearchParams({ prompt, login, password: 'any' }).toString() };
      else throw new Error(`The provider says ${response.status} at ${url}: ${page.slice(0, 200)}`);
    }
    throw new Error('The provider sends the browser in circles.');
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
