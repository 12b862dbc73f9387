import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { listenAddresses } from '../../../server/media/listenAddresses.ts';

const info = (address: string, family: 'IPv4' | 'IPv6', internal: boolean): NetworkInterfaceInfo => {
  const common = { address, netmask: '', mac: '', internal, cidr: null };
  return family === 'IPv4' ? { ...common, family } : { ...common, family, scopeid: 0 };
};
const loopback = [info('127.0.0.1', 'IPv4', true), info('::1', 'IPv6', true)];
const laptop = { lo: loopback, wlan0: [info('192.168.1.7', 'IPv4', false), info('fe80::1', 'IPv6', false)] };

test('media listens on every IPv4 of the machine, the outward ones first', () => {
  expect(listenAddresses([], laptop)).toEqual([{ ip: '192.168.1.7' }, { ip: '127.0.0.1' }]);
});

test('a machine without a network works for itself', () => {
  expect(listenAddresses([], { lo: loopback })).toEqual([{ ip: '127.0.0.1' }]);
});

test('a public address is told in place of the first outward one', () => {
  expect(listenAddresses(['203.0.113.9'], laptop)).toEqual([
    { ip: '192.168.1.7', announcedAddress: '203.0.113.9' },
    { ip: '127.0.0.1' },
  ]);
});

test('an announced address that the machine has changes nothing', () => {
  expect(listenAddresses(['192.168.1.7'], laptop)).toEqual(listenAddresses([], laptop));
});

test('more public addresses than there is something behind are refused', () => {
  expect(() => listenAddresses(['203.0.113.9', '203.0.113.10'], laptop)).toThrow('RTC_ANNOUNCED_ADDRESS');
});
