import { expect, test } from 'vitest';
import { inTime, PasskeyProblem } from '../../../client/account/PasskeyProblem.ts';
import { sentenceFor } from '../../../client/problems.ts';
import { RequestError } from '../../../client/session/RequestError.ts';
import { en } from '../../../client/words/en/index.ts';

test.each([
  [new DOMException('no', 'NotAllowedError'), en['passkey.dismissed']],
  [new DOMException('no', 'InvalidStateError'), en['passkey.known']],
  [new DOMException('no', 'SecurityError'), en['passkey.failed']],
  [new RequestError('gone', 'too late'), en['passkey.late']],
  ['nothing in particular', en['passkey.failed']],
])('what a browser says of a passkey becomes a sentence: %s', (cause, sentence) => {
  expect(sentenceFor(new PasskeyProblem(cause))).toBe(sentence);
});

test('an answer that comes too late has a sentence of its own, and other refusals keep theirs', async () => {
  const late = inTime(Promise.reject(new RequestError('gone', 'too late')));
  await expect(late).rejects.toMatchObject({ trouble: 'late' });
  const busy = new RequestError('server_busy', 'wait');
  await expect(inTime(Promise.reject(busy))).rejects.toBe(busy);
  expect(await inTime(Promise.resolve('fine'))).toBe('fine');
});
