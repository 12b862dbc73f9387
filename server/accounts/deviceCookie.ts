import { createHmac, randomBytes } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';
import type { Traced } from '../moderation/traces.ts';
import { ownCookie } from './ownCookie.ts';
import { createSigner, keyFor } from './signing.ts';

const twoYears = 2 * 365 * 24 * 60 * 60;
const isId = /^[A-Za-z0-9_-]{22}$/;

/** Knows browsers again over a new name, a new guest and a sign-out, by a signed cookie that nothing else renews. */
export interface Tracer {
  /** The value of a `Set-Cookie` header for a browser that has none; null for one that has. */
  mark(cookieHeader: string | undefined): string | null;
  of(cookieHeader: string | undefined, address: string): Traced;
}

/** Makes the tracer. Of addresses nothing is kept but a keyed hash of the network around them. */
export function createTracer(secret: Buffer, { secure }: { secure: boolean }): Tracer {
  const cookie = ownCookie('hobnob_device', { secure });
  const signer = createSigner(keyFor('devices', secret));
  const networkKey = keyFor('networks', secret);

  function read(header: string | undefined): { id: string; since: number } | null {
    const [id = '', since = '', signature, ...rest] = cookie.read(header)?.split('.') ?? [];
    if (rest.length > 0 || !isId.test(id) || !signer.isSigned(`${id}.${since}`, signature)) return null;
    return { id, since: Number.parseInt(since, 36) };
  }

  return {
    mark(header) {
      if (read(header)) return null;
      const value = `${randomBytes(16).toString('base64url')}.${Date.now().toString(36)}`;
      return cookie.write(`${value}.${signer.sign(value)}`, twoYears);
    },

    of(header, address) {
      const device = read(header);
      const network = networkOf(address);
      const hash = () => createHmac('sha256', networkKey).update(String(network)).digest('base64url');
      return {
        device: device?.id ?? null,
        deviceSince: device?.since ?? null,
        network: network === null ? null : hash().slice(0, 22),
        invite: null,
      };
    },
  };
}

/** The /24 or /48 around an address; null for one that is not of the internet, where everybody may have the same. */
export function networkOf(address: string): string | null {
  const plain = address.replace(/\/\d+$/, '');
  if (isIPv4(plain)) {
    const [a = 0, b = 0, c = 0] = plain.split('.').map(Number);
    const own =
      a === 0 ||
      a === 10 ||
      a === 127 ||
      a >= 224 ||
      (a === 172 && b >= 16 && b < 32) ||
      (a === 192 && b === 168) ||
      (a === 169 && b === 254) ||
      (a === 100 && b >= 64 && b < 128);
    return own ? null : `${a}.${b}.${c}.0/24`;
  }
  if (!isIPv6(plain)) return null;
  const groups = plain
    .split(':')
    .slice(0, 3)
    .map((group) => Number.parseInt(group || '0', 16));
  const [first = 0] = groups;
  // 2000::/3 is what there is of the internet.
  return first >= 0x2000 && first < 0x4000
    ? `${groups.map((group) => group.toString(16)).join(':')}::/48`
    : null;
}
