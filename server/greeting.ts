import { type NetworkInterfaceInfo, networkInterfaces } from 'node:os';
import type { Config } from './config.ts';
import { isSecure } from './http/addresses.ts';
import { certificateAdvice } from './http/certificate.ts';

/** What is printed once the server listens: where to open it, here and on the phones around. */
export function greeting(
  config: Config,
  port: number,
  interfaces: NodeJS.Dict<NetworkInterfaceInfo[]> = networkInterfaces(),
): string {
  const scheme = config.https ? 'https' : 'http';
  const lines = config.publicUrl
    ? [`  ${config.publicUrl.href}`]
    : [`  ${scheme}://localhost:${port}`, ...lanLines(config, port, scheme, interfaces)];
  const advice = config.https && !config.https.cert ? `\n${certificateAdvice}\n` : '';
  return `\nHobnob is open:\n${lines.join('\n')}\n${advice}\n`;
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
