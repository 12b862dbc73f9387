import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ownCertificate } from '../../../server/http/certificate.ts';
import { createHttpServer } from '../../../server/http/listen.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'hobnob-tls-'));
afterAll(() => rmSync(dataDir, { recursive: true }));
const addresses = ['127.0.0.1', '192.168.1.20'];
const day = 86_400_000;

test('a certificate of our own names this machine, is kept, and only its owner may read the key', async () => {
  const { cert } = await ownCertificate(dataDir, addresses);
  const certificate = new X509Certificate(cert);
  expect(certificate.checkHost('localhost')).toBe('localhost');
  expect(certificate.checkIP('192.168.1.20')).toBe('192.168.1.20');
  expect(statSync(join(dataDir, 'tls', 'key.pem')).mode & 0o777).toBe(0o600);
  expect((await ownCertificate(dataDir, addresses)).cert).toBe(cert);
});

test('it is made anew before it ends, and when the machine has another address', async () => {
  const { cert } = await ownCertificate(dataDir, addresses);
  const soon = new Date(Date.now() + 780 * day);
  const renewed = await ownCertificate(dataDir, addresses, soon);
  expect(new X509Certificate(renewed.cert).validToDate.getTime()).toBeGreaterThan(soon.getTime() + 700 * day);
  const moved = await ownCertificate(dataDir, [...addresses, '10.0.0.7']);
  expect(moved.cert).not.toBe(cert);
  expect(new X509Certificate(moved.cert).checkIP('10.0.0.7')).toBe('10.0.0.7');
});

test('a server speaks https with it', async () => {
  const { cert } = await ownCertificate(dataDir);
  const config = { https: { cert: undefined, key: undefined }, dataDir };
  const server = await createHttpServer(config, (_request, response) => response.end('hello'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const status = await new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, ca: cert }, (response) => resolve(response.resume().statusCode))
      .on('error', reject)
      .end();
  });
  expect(status).toBe(200);
  server.closeAllConnections();
  server.close();
});
