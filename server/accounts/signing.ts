import { createHmac, timingSafeEqual } from 'node:crypto';

/** Signs what a browser keeps for us, so that it brings back nothing else. */
export interface Signer {
  sign(text: string): string;
  isSigned(text: string, signature: string | undefined): boolean;
}

/** Makes a signer with a key of its own. */
export function createSigner(key: Buffer): Signer {
  const digest = (text: string) => createHmac('sha256', key).update(text).digest();
  return {
    sign: (text) => digest(text).toString('base64url'),
    isSigned(text, signature) {
      const given = Buffer.from(signature ?? '', 'base64url');
      const wanted = digest(text);
      return given.length === wanted.length && timingSafeEqual(given, wanted);
    },
  };
}

/** The key for one purpose, so that what was signed for another means nothing there. */
export function keyFor(purpose: string, secret: Buffer): Buffer {
  return createHmac('sha256', secret).update(`key for ${purpose}`).digest();
}
