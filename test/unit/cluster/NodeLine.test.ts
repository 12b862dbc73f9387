import { once } from 'node:events';
import { duplexPair } from 'node:stream';
import { setImmediate as nextRound } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Lending } from '../../../server/cluster/Lending.ts';
import { NodeLine } from '../../../server/cluster/NodeLine.ts';
import { AppError } from '../../../server/errors.ts';
import { FakeMediaEngine } from '../../support/FakeMediaEngine.ts';
import { RecordingLog } from '../../support/RecordingLog.ts';

const log = new RecordingLog();
const nothing = async () => null;
let [near, far] = duplexPair();
let line: NodeLine;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  [near, far] = duplexPair();
  line = new NodeLine(near, nothing, log);
});
afterEach(() => {
  line.close();
  vi.useRealTimers();
});

const beats = async (count: number) => {
  for (let beat = 0; beat < count; beat++) {
    await vi.advanceTimersByTimeAsync(500);
    await nextRound();
  }
};

test('what is asked is answered, or refused in the words of the other end', async () => {
  const other = new NodeLine(
    far,
    async (name, input) => {
      if (name === 'refuse') throw new AppError('room_full', 'No seat is left.', 500);
      return { name, input };
    },
    log,
  );
  expect(await line.ask('tell', { n: 1 })).toEqual({ name: 'tell', input: { n: 1 } });
  const refused = { code: 'room_full', message: 'No seat is left.', retryAfterMs: 500 };
  await expect(line.ask('refuse', {})).rejects.toMatchObject(refused);
  const heard = once(line, 'told');
  other.tell({ about: 'room' });
  expect(await heard).toEqual([{ about: 'room' }]);
});

test('whatever characters strangers put into what is said, it is heard as it was said', async () => {
  const other = new NodeLine(far, async (_name, input) => input, log);
  const said = { cname: 'a\u2028b\u2029c\r\nd\u0085e\u0000f\ud800g \ud83d\ude00' };
  expect(await line.ask('repeat', said)).toEqual(said);
  const heard = once(line, 'told');
  other.tell(said);
  expect(await heard).toEqual([said]);
  expect(line.closed).toBe(false);
});

test('a line without a sign of life for five beats is closed, and what was asked is refused', async () => {
  far.resume();
  const asked = line.ask('anything', {}).catch((error: { code: string }) => error.code);
  const closed = once(line, 'closed');
  await beats(5);
  expect(line.closed).toBe(false);
  await beats(1);
  expect(line.closed).toBe(true);
  expect(await asked).toBe('media_unavailable');
  expect(await closed).toEqual([true]);
});

test('a line that ends otherwise is told from one that is silent', async () => {
  const closed = once(line, 'closed');
  line.close();
  expect(await closed).toEqual([false]);
});

test('who lends workers hears that the desk is silent, and not that it goes or another one comes', async () => {
  let silences = 0;
  const deskSilent = () => silences++;
  const lending = new Lending({ name: 'lender', engine: new FakeMediaEngine(), words: 'w', deskSilent, log });
  const comes = async (term: number) => {
    const [here, there] = duplexPair();
    lending.receive(here);
    there.write(`${JSON.stringify({ ask: 1, name: 'hello', input: { name: 'desk', words: 'w', term } })}\n`);
    await once(there, 'data');
    there.resume();
    return here;
  };
  const first = await comes(1);
  const second = await comes(2);
  expect(first.destroyed).toBe(true);
  const ended = once(second, 'close');
  second.destroy();
  await ended;
  expect([lending.desk, silences]).toEqual([null, 0]);
  await comes(3);
  await beats(6);
  expect([lending.desk, silences]).toEqual([null, 1]);
});

test('a line on which signs of life come stays open, however little else is said', async () => {
  const other = new NodeLine(far, nothing, log);
  await beats(40);
  expect([line.closed, other.closed]).toEqual([false, false]);
  other.close();
});

test.each(['no message\n', '{}\n', '{"ask":"one"}\n', '[]\n', '\n'])('%j ends the line', async (said) => {
  const closed = once(line, 'closed');
  far.write(said);
  await closed;
});

test('a stream that breaks ends the line and nothing else', async () => {
  const closed = once(line, 'closed');
  near.destroy(new Error('The cable was cut.'));
  await closed;
  await expect(line.ask('anything', {})).rejects.toMatchObject({ code: 'media_unavailable' });
  line.tell({ about: 'room' });
  line.close();
});
