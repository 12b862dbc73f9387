import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError, readConfig } from '../../server/config.ts';

const example = join(import.meta.dirname, '../../.env.example');
const settings = [
  ...readFileSync(join(import.meta.dirname, '../../server/config.ts'), 'utf8').matchAll(/^ {2}([A-Z_]+): /gm),
].map(([, name]) => name);

test('without any setting there is a server for a laptop', () => {
  expect(readConfig({})).toMatchObject({
    host: '0.0.0.0',
    port: 3000,
    publicUrl: undefined,
    https: undefined,
    database: './data/hobnob.db',
    roomEmptyPauseMs: 120_000,
  });
  expect(readConfig({ PORT: '', PUBLIC_URL: '' })).toEqual(readConfig({}));
});

test('every mistake is named in one message', () => {
  const env = { PORT: 'many', PUBLIC_URL: 'hobnob', RTC_WORKERS: '0', LOG_LEVEL: 'loud', ROOM_CAPACITY: '1' };
  const read = () => readConfig(env, ['--http']);
  expect(read).toThrow(ConfigError);
  for (const name of [...Object.keys(env), '--http']) expect(read).toThrow(name);
});

test('a certificate makes no sense without its key', () => {
  expect(() => readConfig({ HTTPS_CERT: 'cert.pem' })).toThrow('HTTPS_KEY');
  expect(readConfig({ HTTPS_CERT: 'cert.pem', HTTPS_KEY: 'key.pem' }).https).toEqual({
    cert: 'cert.pem',
    key: 'key.pem',
  });
});

test('a provider of identities is known wholly or not at all', () => {
  const known = { OIDC_ISSUER: 'https://id.example', OIDC_CLIENT_ID: 'hobnob', OIDC_CLIENT_SECRET: 'secret' };
  expect(readConfig(known).oidc).toMatchObject({ clientId: 'hobnob', clientSecret: 'secret' });
  expect(() => readConfig({ ...known, OIDC_CLIENT_SECRET: '' })).toThrow('all three, or none');
});

test('several servers are one house with PostgreSQL, Redis and an address, and else it is said what is missing', () => {
  const known = {
    DATABASE_URL: 'postgres://hobnob@db/hobnob',
    REDIS_URL: 'redis://:secret@redis:6379',
    NODE_NAME: 'north',
    NODE_ADDRESS: '10.0.0.7',
    DATA_DIR: '/srv/hobnob',
  };
  expect(readConfig(known)).toMatchObject({
    cluster: { redis: 'redis://:secret@redis:6379', name: 'north', address: '10.0.0.7', port: 7000 },
    ownDir: '/srv/hobnob/nodes/north',
  });
  expect(readConfig({ ...known, NODE_NAME: '' }).cluster?.name).toMatch(/^[\w.-]+$/);
  expect(() => readConfig({ ...known, DATABASE_URL: '' })).toThrow('REDIS_URL: several servers need');
  expect(() => readConfig({ ...known, DATABASE_URL: 'sqlite:a.db' })).toThrow(
    'REDIS_URL: several servers need',
  );
  expect(() => readConfig({ ...known, NODE_ADDRESS: '' })).toThrow('NODE_ADDRESS');
  expect(() => readConfig({ ...known, NODE_NAME: '../north' })).toThrow('NODE_NAME');
  expect(() => readConfig({ ...known, NODE_NAME: '..' })).toThrow('NODE_NAME');
  for (const address of ['FD00:0::7', '[fd00::7]', 'fd00:0:0:0:0:0:0:7'])
    expect(readConfig({ ...known, NODE_ADDRESS: address }).cluster?.address).toBe('fd00::7');
  expect(readConfig({ ...known, NODE_ADDRESS: 'north.lan' }).cluster?.address).toBe('north.lan');
  for (const address of ['10.0.0.7:7000', 'http://north', 'north/', 'fe80::1%eth0'])
    expect(() => readConfig({ ...known, NODE_ADDRESS: address })).toThrow('NODE_ADDRESS');
  expect(() => readConfig({ ...known, REDIS_URL: 'redis.example' })).toThrow('REDIS_URL');
  const alone = readConfig({ DATABASE_URL: known.DATABASE_URL, DATA_DIR: 'kept' });
  expect(alone).toMatchObject({ cluster: undefined, ownDir: 'kept' });
});

test('https is spoken by setting or by option', () => {
  expect(readConfig({}, ['--https']).https).toEqual(readConfig({ HTTPS: 'true' }).https);
  expect(readConfig({}, ['--https']).https).toBeDefined();
});

test('a list is split at commas', () => {
  const { rtc } = readConfig({ RTC_ANNOUNCED_ADDRESS: '203.0.113.9, 192.168.1.7' });
  expect(rtc.announcedAddresses).toEqual(['203.0.113.9', '192.168.1.7']);
});

test('the settings of this test are those of the schema', () => {
  expect(settings).toContain('SHUTDOWN_TIMEOUT');
  expect(settings.length).toBeGreaterThanOrEqual(18);
});

test('the example names exactly the settings there are', () => {
  const named = [...readFileSync(example, 'utf8').matchAll(/^#? ?([A-Z_]{4,})=/gm)].map(([, name]) => name);
  expect(named.toSorted()).toEqual(settings.toSorted());
});
