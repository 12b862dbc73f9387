import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clientAddress } from '../../server/clientAddress.ts';

function requestFrom(remoteAddress: string, forwarded?: string): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: remoteAddress });
  const request = new IncomingMessage(socket);
  if (forwarded !== undefined) request.headers['x-forwarded-for'] = forwarded;
  return request;
}

const network = (address: string) => clientAddress(requestFrom(address), 0);

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2:ffff::1', '2001:db8:1:2::/64'],
  ['2001:DB8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['2001:0db8:0001:0002::', '2001:db8:1:2::/64'],
])('%s is limited as %s', (address, limited) => {
  expect(network(address)).toBe(limited);
});

test('every address of one household is the same, every other household another', () => {
  const part = fc.integer({ min: 0, max: 0xff_ff }).map((value) => value.toString(16));
  const half = fc.array(part, { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(half, half, half, (household, one, other) => {
      expect(network([...household, ...one].join(':'))).toBe(network([...household, ...other].join(':')));
    }),
  );
});

test('without a proxy of ours nobody is believed about an address', () => {
  expect(clientAddress(requestFrom('192.0.2.1', '6.6.6.6'), 0)).toBe('192.0.2.1');
});

test('so many proxies are believed, counted from the right', () => {
  const chain = '6.6.6.6, 198.51.100.1, 203.0.113.5';
  expect(clientAddress(requestFrom('10.0.0.1', chain), 1)).toBe('203.0.113.5');
  expect(clientAddress(requestFrom('10.0.0.1', chain), 2)).toBe('198.51.100.1');
  expect(clientAddress(requestFrom('10.0.0.1', '203.0.113.5'), 2)).toBe('203.0.113.5');
  expect(clientAddress(requestFrom('10.0.0.1'), 1)).toBe('10.0.0.1');
});
