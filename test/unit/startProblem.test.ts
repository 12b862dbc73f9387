import { expect, test } from 'vitest';
import { readConfig } from '../../server/config.ts';
import { startProblem } from '../../server/startProblem.ts';

const config = readConfig({ PORT: '80', HOST: '10.9.8.7', RTC_PORT: '40000', RTC_WORKERS: '2' });
const failed = (message: string, about: object = {}) => Object.assign(new Error(message), about);

test.each([
  ['EADDRINUSE', 'Port 80 is in use: end what uses it, or set PORT to another one.'],
  ['EADDRNOTAVAIL', 'This machine has no address 10.9.8.7: set HOST to one of its own.'],
  ['EACCES', 'Port 80 may not be used by this user: set PORT to one above 1023.'],
])('a door that cannot be opened (%s) is a matter of the settings', (code, sentence) => {
  expect(startProblem(failed('listen', { code, syscall: 'listen' }), config)).toEqual({
    sentence,
    lasting: true,
  });
});

test('a door for other nodes that cannot be opened is told from that for people', () => {
  const cluster = { redis: 'redis://redis', name: 'north', address: '10.0.0.7', port: 7000, listeners: 300 };
  const error = failed('address in use', { code: 'EADDRINUSE', syscall: 'listen', port: 7000 });
  const { sentence, lasting } = startProblem(error, { ...config, cluster });
  expect(sentence).toContain('10.0.0.7:7000');
  expect(lasting).toBe(true);
  expect(startProblem(Object.assign(error, { port: 80 }), { ...config, cluster }).sentence).toContain(
    'set PORT',
  );
});

test('other problems may pass', () => {
  const sentences = [
    failed('none of the media ports 40000 to 40039 is free'),
    failed("EACCES: permission denied, open '/data/secret'", { code: 'EACCES', syscall: 'open' }),
  ].map((error) => startProblem(error, config));
  expect(sentences).toEqual([
    {
      sentence: 'Hobnob could not start: none of the media ports 40000 to 40039 is free',
      lasting: false,
    },
    {
      sentence: "Hobnob could not start: EACCES: permission denied, open '/data/secret'",
      lasting: false,
    },
  ]);
});
