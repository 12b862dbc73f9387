import { describe, expect, test } from 'vitest';
import { isPublicAddress } from '../../../server/outgoing/addresses.ts';
import { Outgoing, OutgoingError } from '../../../server/outgoing/Outgoing.ts';

describe('an address', () => {
  test.each([
    ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.127.255.255', '127.0.0.1'],
    ...['127.255.255.254', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.1', '192.0.2.1'],
    ...['192.88.99.1', '192.168.1.1', '198.18.0.1', '198.19.255.255', '198.51.100.1', '203.0.113.7'],
    ...['224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
    ...['::', '::1', '::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:8.8.8.8', '::127.0.0.1', '::7f00:1'],
    ...['64:ff9b::7f00:1', '64:ff9b:1::a00:1', '100::1', '2001::1', '2001:0:4136:e378::1', '2001:db8::1'],
    ...['2002:7f00:1::', '3fff::1', '5f00::1', 'fc00::1', 'fd12:3456::1', 'fe80::1', 'fe80::1%eth0'],
    ...['fec0::1', 'ff02::1', '4000::1', '2606:4700::1%eth0', '', 'localhost', '127.1', '2130706433'],
  ])('%s is not of the open internet', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test.each([
    ...[
      '1.1.1.1',
      '8.8.8.8',
      '9.255.255.255',
      '11.0.0.0',
      '100.63.255.255',
      '100.128.0.0',
      '126.255.255.255',
    ],
    ...['128.0.0.1', '169.253.255.255', '172.15.255.255', '172.32.0.0', '192.167.255.255', '192.169.0.0'],
    ...['198.17.255.255', '198.20.0.0', '223.255.255.255'],
    ...['2606:4700:4700::1111', '2a00:1450:4001::1', '2001:4860:4860::8888', '2003::1', '2001:200::1'],
  ])('%s is of the open internet', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe('a link', () => {
  const asked: string[] = [];
  const strictOnes = new Outgoing({
    async resolve(host) {
      asked.push(host);
      return (
        ({ 'localhost.': ['127.0.0.1'], 'two.example': ['8.8.8.8', '10.0.0.1'] } as Record<string, string[]>)[
          host
        ] ?? ['127.0.0.1']
      );
    },
    mayReach: (address, port) => (port === 80 || port === 443) && isPublicAddress(address),
  });
  const reasonFor = (url: string) =>
    strictOnes.ask({ url, mostBytes: 1, patienceMs: 500 }).then(
      () => 'answered',
      (error: unknown) => (error instanceof OutgoingError ? error.reason : error),
    );

  test.each([
    ...[
      'http://127.0.0.1/',
      'http://2130706433/',
      'http://0x7f000001/',
      'http://0x7f.1/',
      'http://0177.0.0.1/',
    ],
    ...['http://127.1/', 'http://0/', 'http://①②⑦.0.0.1/', 'http://[::1]/', 'http://[::]/'],
    ...['http://[::ffff:7f00:1]/', 'http://[::ffff:127.0.0.1]/', 'http://[64:ff9b::7f00:1]/'],
    ...['http://169.254.169.254/latest/meta-data/', 'http://localhost./', 'http://rebound.example/'],
    ...['http://two.example/', 'http://8.8.8.8:22/', 'http://8.8.8.8:25/', 'https://8.8.8.8:6379/'],
    ...['http://8.8.8.8:8080/', 'gopher://8.8.8.8/', 'file:///etc/passwd', 'ftp://8.8.8.8/', 'data:,x'],
    ...['http://user:secret@8.8.8.8/', 'http://', 'nonsense', 'http://%31%32%37.0.0.1/'],
  ])('to %s is not followed', async (url) => {
    expect(await reasonFor(url)).toBe('forbidden');
  });

  test('with numbers in it asks nobody for their name', async () => {
    asked.length = 0;
    await reasonFor('http://0x7f.1/');
    await reasonFor('http://[::1]/');
    expect(asked).toEqual([]);
  });
});
