import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import type { Config } from './config.ts';
import type { FirstAdmin } from './house/AdminCode.ts';
import type { ListingState } from './house/Listing.ts';
import { isSecure } from './http/addresses.ts';
import { certificateAdvice } from './http/certificate.ts';

/** What whoever is at the machine has to know of the house. */
export interface HouseNews {
  readonly firstAdmin?: FirstAdmin;
  readonly listing?: ListingState;
}

/** What is printed once the server listens: where to open it, here and on the phones around. */
export function greeting(
  config: Config,
  port: number,
  { firstAdmin, listing }: HouseNews = {},
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]> = networkInterfaces(),
): string {
  const scheme = config.https ? 'https' : 'http';
  const own = config.publicUrl?.href ?? `${scheme}://localhost:${port}`;
  const lines = config.publicUrl ? [`  ${own}`] : [`  ${own}`, ...lanLines(config, port, scheme, interfaces)];
  const advice = config.https && !config.https.cert ? `\n${certificateAdvice}\n` : '';
  return `\nHobnob is open:\n${lines.join('\n')}\n${advice}${listingLine(listing)}${adminLines(own, firstAdmin ?? null)}\n`;
}

/** What is printed where another server of the house is the desk. */
export function standbyGreeting(name: string, port: number): string {
  return `\nHobnob stands by as ${name} on port ${port}: another server has the house.\n\n`;
}

/** The page that takes a code, with the code where no server sees it. */
export function adminLink(url: string, code: string): string {
  return new URL(`/admin#code=${code}`, url).href;
}

function listingLine(listing: ListingState | undefined): string {
  if (!listing || listing.lists) return '';
  const why =
    listing.mode === 'off'
      ? 'an admin chose so, and can change it at /admin'
      : 'until somebody moderates this house; the first admin is enough';
  return `\nRooms and events are found by link alone, ${why}.\n`;
}

function adminLines(url: string, firstAdmin: FirstAdmin): string {
  if (firstAdmin === null) return '';
  if (firstAdmin === 'code printed before') {
    return `\nNobody runs this house yet. A code for the first admin was printed at an earlier start;\n"npm run admin-code" prints another.\n`;
  }
  return `\nNobody runs this house yet. Whoever opens this link becomes its admin; it is good once, for a day:\n  ${adminLink(url, firstAdmin.code)}\n  (the code alone: ${firstAdmin.code})\n`;
}

function lanLines(
  config: Config,
  port: number,
  scheme: string,
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>,
) {
  if (config.host !== '0.0.0.0' && config.host !== '::') return [];
  const own = Object.values(interfaces).flatMap((infos) => infos ?? []);
  const outward = own.find(({ family, internal }) => family === 'IPv4' && !internal);
  if (!outward) return [];
  const note = isSecure(config)
    ? 'phones on the same network'
    : 'phones on the same network, to listen and write; with "npm start -- --https" also to talk';
  return [`  ${scheme}://${outward.address}:${port}  (${note})`];
}
