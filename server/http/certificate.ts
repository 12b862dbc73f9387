import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';

interface Keys {
  readonly cert: string;
  readonly key: string;
}

const day = 24 * 60 * 60 * 1000;
// Browsers of some makers refuse certificates that are valid for longer than 825 days.
const validDays = 800;
const renewDays = 30;

/** What somebody has to do once when the certificate is one of our own. */
export const certificateAdvice =
  'The browser will say that it does not know this certificate: choose "Advanced", then "Proceed", once on each device.';

/** The certificate this server makes for itself and its addresses; kept, and renewed before it ends. */
export async function ownCertificate(
  dataDir: string,
  addresses: readonly string[] = lanAddresses(),
  now = new Date(),
): Promise<Keys> {
  const folder = join(dataDir, 'tls');
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  if (existsSync(certFile) && existsSync(keyFile)) {
    const kept = { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
    if (stillServes(kept.cert, addresses, now)) return kept;
  }
  const made = await make(addresses, now);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(keyFile, made.key, { mode: 0o600, flush: true });
  writeFileSync(certFile, made.cert, { mode: 0o600, flush: true });
  return made;
}

function stillServes(cert: string, addresses: readonly string[], now: Date): boolean {
  const certificate = new X509Certificate(cert);
  return (
    certificate.validToDate.getTime() - now.getTime() > renewDays * day &&
    addresses.every((address) => certificate.checkIP(address) !== undefined)
  );
}

async function make(addresses: readonly string[], now: Date): Promise<Keys> {
  // Loading it takes longer than anything else at a start, and most starts need no certificate.
  const { generate } = await import('selfsigned');
  const names = [...new Set(['localhost', hostname().toLowerCase()])];
  const altNames = [
    ...names.map((value) => ({ type: 2 as const, value })),
    ...addresses.map((ip) => ({ type: 7 as const, ip })),
  ];
  const made = await generate([{ name: 'commonName', value: 'Hobnob on this network' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(now.getTime() - day),
    notAfterDate: new Date(now.getTime() + validDays * day),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  return { cert: made.cert, key: made.private };
}

function lanAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  // Link-local addresses need a zone, which no certificate can hold.
  const usable = all.filter(({ address }) => !address.startsWith('fe80:')).map(({ address }) => address);
  return [...new Set(['127.0.0.1', '::1', ...usable])];
}
