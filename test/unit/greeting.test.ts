import { expect, test } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { greeting } from '../../server/greeting.ts';

const wlan0 = [
  { address: 'fe80::1', family: 'IPv6', internal: false, netmask: '', mac: '', cidr: null, scopeid: 2 },
  { address: '192.168.1.7', family: 'IPv4', internal: false, netmask: '', mac: '', cidr: null },
] as const;

test('says where to open it, here and on the phones around', () => {
  const text = greeting(readConfig({}), 3000, {}, { wlan0: [...wlan0] });
  expect(text).toContain('http://localhost:3000');
  expect(text).toContain('http://192.168.1.7:3000');
  expect(text).toContain('npm start -- --https');
});

test('with https it says what to accept, and that phones can talk', () => {
  const text = greeting(readConfig({}, ['--https']), 3000, {}, { wlan0: [...wlan0] });
  expect(text).toContain('https://192.168.1.7:3000');
  expect(text).not.toContain('to listen and write');
  expect(text.split('\n').length).toBeGreaterThan(greeting(readConfig({}), 3000, {}, {}).split('\n').length);
});

test('a server for this machine alone names no address of the network', () => {
  const text = greeting(readConfig({ HOST: '127.0.0.1' }), 3000, {}, { wlan0: [...wlan0] });
  expect(text).not.toContain('192.168');
});

test('a public address is the one to open', () => {
  const text = greeting(
    readConfig({ PUBLIC_URL: 'https://hobnob.example' }),
    3000,
    {},
    {
      wlan0: [...wlan0],
    },
  );
  expect(text).toContain('https://hobnob.example/');
  expect(text).not.toContain('localhost');
});

test('as long as nobody runs the house it says how somebody comes to, once with the code and later without', () => {
  const code = 'ABCD-EFGH-JKLM-NPQR-STUV-WXYZ';
  const first = greeting(
    readConfig({ PUBLIC_URL: 'https://hobnob.example' }),
    3000,
    { firstAdmin: { code } },
    {},
  );
  expect(first).toContain(`https://hobnob.example/admin#code=${code}`);
  const later = greeting(readConfig({}), 3000, { firstAdmin: 'code printed before' }, {});
  expect(later).toContain('npm run admin-code');
  expect(later).not.toContain('#code=');
  expect(greeting(readConfig({}), 3000, {}, {})).not.toContain('admin');
});

test('where rooms are found by link alone it says so, and what to do', () => {
  const said = (lists: boolean, mode: 'auto' | 'off') =>
    greeting(readConfig({}), 3000, { listing: { lists, mode } }, {});
  expect(said(false, 'auto')).toContain('until somebody moderates');
  expect(said(false, 'off')).toContain('/admin');
  expect(said(true, 'auto')).not.toContain('link alone');
});
