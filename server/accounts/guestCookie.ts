import { UserId } from '../../protocol/ids.ts';
import { ownCookie } from './ownCookie.ts';
import { createSigner } from './signing.ts';
import { type NameLanguage, nameLanguages } from './suggestName.ts';

/** What a device says of its guest. */
interface GuestClaim {
  readonly id: UserId;
  /** In which the guest's first name was suggested. */
  readonly language: NameLanguage;
}

/** Writes and reads the signed cookie by which a device is known again. */
export interface GuestCookie {
  /** The value of a `Set-Cookie` header. */
  write(claim: GuestClaim): string;
  /** What the `Cookie` header of a request says; null without a cookie that we signed. */
  read(cookieHeader: string | undefined): GuestClaim | null;
  /** The value of a `Set-Cookie` header that makes the device forget. */
  clear(): string;
}

const oneYear = 365 * 24 * 60 * 60;

/** Makes the cookie. `secure` is for servers reached by https, where browsers keep it tied to this very host. */
export function createGuestCookie(secret: Buffer, { secure }: { secure: boolean }): GuestCookie {
  const cookie = ownCookie('hobnob_guest', { secure });
  const signer = createSigner(secret);

  return {
    write({ id, language }) {
      const value = `${id}.${language}`;
      return cookie.write(`${value}.${signer.sign(value)}`, oneYear);
    },

    read(header) {
      const [givenId, givenLanguage, signature, ...rest] = cookie.read(header)?.split('.') ?? [];
      if (rest.length > 0 || !signer.isSigned(`${givenId}.${givenLanguage}`, signature)) return null;
      const id = UserId.safeParse(givenId);
      const language = nameLanguages.find((known) => known === givenLanguage);
      return id.success && language ? { id: id.data, language } : null;
    },

    clear: () => cookie.clear(),
  };
}
