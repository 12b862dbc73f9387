import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, test } from 'vitest';
import { isOwnOrigin } from '../../../server/signaling/origins.ts';

function handshake(origin: string | undefined, host = 'localhost:3000'): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  Object.assign(request.headers, { host, ...(origin !== undefined && { origin }) });
  return request;
}

test.each([
  [undefined, true],
  ['http://localhost:3000', true],
  ['https://localhost:3000', true],
  ['http://localhost:3001', false],
  ['http://localhost', false],
  ['http://evil.example', false],
  ['http://localhost:3000.evil.example', false],
  ['null', false],
  ['', false],
])('a page of %s may connect: %s', (origin, own) => {
  expect(isOwnOrigin(handshake(origin), undefined)).toBe(own);
});

test('with a public address, whatever the Host header says, that origin alone may', () => {
  const publicUrl = new URL('https://hobnob.example/');
  expect(isOwnOrigin(handshake('https://hobnob.example', 'anything'), publicUrl)).toBe(true);
  expect(isOwnOrigin(handshake('http://hobnob.example', 'hobnob.example'), publicUrl)).toBe(false);
  expect(isOwnOrigin(handshake('http://localhost:3000'), publicUrl)).toBe(false);
});
