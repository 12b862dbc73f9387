import { expect, test } from 'vitest';
import { pipeAddress } from '../../../server/media/pipeAddress.ts';

test('an address of this machine is taken as it is, and a name as what it stands for', async () => {
  expect(await pipeAddress('127.0.0.1')).toBe('127.0.0.1');
  expect(await pipeAddress('127.0.0.2')).toBe('127.0.0.2');
  expect(['127.0.0.1', '::1']).toContain(await pipeAddress('localhost'));
});

test('an address of another machine, or one that only looks like this one, is refused in a sentence', async () => {
  await expect(pipeAddress('192.0.2.1')).rejects.toThrow(
    'NODE_ADDRESS is 192.0.2.1 and that is no address of this machine.',
  );
  await expect(pipeAddress('localhost', {})).rejects.toThrow(/localhost, which is (127\.0\.0\.1|::1), and/);
});
