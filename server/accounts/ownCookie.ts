import { parseCookie, stringifySetCookie } from 'cookie';

/** A cookie that no script reads and no other site makes a browser send along with a change. */
export interface OwnCookie {
  /** The value of a `Set-Cookie` header. */
  write(value: string, maxAge: number): string;
  /** What the `Cookie` header of a request says. */
  read(cookieHeader: string | undefined): string | undefined;
  /** The value of a `Set-Cookie` header that makes the browser forget. */
  clear(): string;
}

/** Makes a cookie. `secure` is for servers reached by https, where browsers keep it tied to this very host. */
export function ownCookie(plainName: string, { secure }: { secure: boolean }): OwnCookie {
  const name = secure ? `__Host-${plainName}` : plainName;
  const write = (value: string, maxAge: number) =>
    stringifySetCookie({ name, value, path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge });
  return {
    write,
    read: (header) => parseCookie(header ?? '')[name],
    clear: () => write('', 0),
  };
}
