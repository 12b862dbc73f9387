import {
  createDecipheriv,
  createECDH,
  createPublicKey,
  type ECDH,
  hkdfSync,
  randomBytes,
  verify,
} from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { generate } from 'selfsigned';
import { type PushAddress, PushMessage } from '../../protocol/push.ts';
import { isPublicAddress } from '../../server/outgoing/addresses.ts';
import { Outgoing } from '../../server/outgoing/Outgoing.ts';

/** Something that was sent to a browser, as that browser reads it. */
interface Delivery {
  readonly message: PushMessage;
  readonly headers: IncomingHttpHeaders;
  /** By which key the sender is known, and what it says of itself. */
  readonly key: string;
  readonly claims: { readonly aud: string; readonly exp: number; readonly sub: string };
  readonly endpoint: string;
}

interface Keys {
  readonly curve: ECDH;
  readonly auth: Buffer;
}

const host = 'push.example';

/**
 * The push service of some browsers, and the browsers: it takes only what is signed (RFC 8292) and what the browser that
 * is meant can read (RFC 8291).
 */
export class PushService {
  readonly deliveries: Delivery[] = [];
  /** Why something was not taken. */
  readonly refusals: string[] = [];
  /** What it answers to what it would take. */
  status = 201;
  readonly #server: Server;
  readonly #browsers = new Map<string, Keys>();

  private constructor(server: Server) {
    this.#server = server;
    server.on('request', (request, response) => {
      const take = async () => {
        try {
          await this.#take(request);
          response.writeHead(this.status).end();
        } catch (error) {
          this.refusals.push(String(error));
          response.writeHead(400).end();
        }
      };
      void take();
    });
  }

  static async open(): Promise<PushService> {
    const { cert, private: key } = await generate([{ name: 'commonName', value: host }], {
      keyType: 'ec',
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: host }] }],
    });
    // In this process alone its certificate is trusted.
    setDefaultCACertificates([...getCACertificates('default'), cert]);
    const server = createServer({ cert, key });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new PushService(server);
  }

  get origin(): string {
    return `https://${host}:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The way out of a server for which this is a host of the open internet; whatever else it names is as refused as ever. */
  outgoing(names: Readonly<Record<string, string>> = {}): Outgoing {
    const { port } = this.#server.address() as AddressInfo;
    return new Outgoing({
      resolve: async (name) => (name === host ? ['127.0.0.1'] : [names[name] ?? []].flat()),
      mayReach: (address, at) =>
        (address === '127.0.0.1' && at === port) || ((at === 443 || at === 80) && isPublicAddress(address)),
    });
  }

  /** A browser that wants to be told. */
  browser(language: PushAddress['language'] = 'en'): PushAddress {
    const curve = createECDH('prime256v1');
    const p256dh = curve.generateKeys('base64url');
    const auth = randomBytes(16);
    const path = `/send/${randomBytes(16).toString('base64url')}`;
    this.#browsers.set(path, { curve, auth });
    return { endpoint: this.origin + path, keys: { p256dh, auth: auth.toString('base64url') }, language };
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #take(request: IncomingMessage): Promise<void> {
    const keys = this.#browsers.get(request.url ?? '');
    if (!keys) throw new Error('There is no such browser.');
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const { headers } = request;
    if (headers['content-encoding'] !== 'aes128gcm') throw new Error('It is not encrypted.');
    const { key, claims } = readSender(headers.authorization ?? '');
    if (claims.aud !== this.origin) throw new Error('It is signed for another service.');
    const text = decrypt(Buffer.concat(chunks), keys);
    const message = PushMessage.parse(JSON.parse(text));
    this.deliveries.push({ message, headers, key, claims, endpoint: this.origin + request.url });
  }
}

/** Who sends, by a token signed with ES256; throws where the signature is not that of the key. */
function readSender(authorization: string): Pick<Delivery, 'key' | 'claims'> {
  const [, header = '', payload = '', signature = '', key = ''] =
    /^vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), k=([\w-]+)$/.exec(authorization) ?? [];
  const point = Buffer.from(key, 'base64url');
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) => part.toString('base64url'));
  const publicKey = createPublicKey({
    key: { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '' },
    format: 'jwk',
  });
  const signed = verify(
    'sha256',
    Buffer.from(`${header}.${payload}`),
    { key: publicKey, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
  if (!signed) throw new Error('The signature is wrong.');
  return { key, claims: JSON.parse(Buffer.from(payload, 'base64url').toString()) as Delivery['claims'] };
}

/** Reads one record of `aes128gcm` (RFC 8188) with the keys of a browser (RFC 8291, 3.4). */
function decrypt(body: Buffer, { curve, auth }: Keys): string {
  const salt = body.subarray(0, 16);
  const idLength = body.readUInt8(20);
  const senderKey = body.subarray(21, 21 + idLength);
  const sealed = body.subarray(21 + idLength);
  if (sealed.length > body.readUInt32BE(16)) throw new Error('There is more than one record.');
  const derive = (secret: Buffer, salt: Buffer, info: Buffer | string, length: number) =>
    Buffer.from(hkdfSync('sha256', secret, salt, info, length));
  const about = Buffer.concat([Buffer.from('WebPush: info\0'), curve.getPublicKey(), senderKey]);
  const secret = derive(curve.computeSecret(senderKey), auth, about, 32);
  const key = derive(secret, salt, 'Content-Encoding: aes128gcm\0', 16);
  const nonce = derive(secret, salt, 'Content-Encoding: nonce\0', 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce);
  decipher.setAuthTag(sealed.subarray(-16));
  const open = Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]);
  // Behind the text stands a two, as this is the last record, and then zeros.
  const end = open.findLastIndex((byte) => byte !== 0);
  if (open[end] !== 2) throw new Error('The last record does not say so.');
  return open.subarray(0, end).toString('utf8');
}
