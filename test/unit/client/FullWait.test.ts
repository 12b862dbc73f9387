import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FullWait } from '../../../client/session/FullWait.svelte.ts';
import { RequestError, type RequestProblem } from '../../../client/session/RequestError.ts';

let wait: FullWait;
let answers: (RequestProblem | 'in')[];
let asked: number[];
beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  vi.spyOn(Math, 'random').mockReturnValue(1);
  wait = new FullWait();
  asked = [];
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function ask(): Promise<string> {
  return wait.through(async () => {
    asked.push(Date.now());
    const answer = answers.shift() ?? 'in';
    if (answer !== 'in') throw new RequestError(answer, '', answer === 'server_busy' ? 10_000 : undefined);
    return answer;
  });
}

test('who finds a place at once does not wait', async () => {
  answers = ['in'];
  expect(await ask()).toBe('in');
  expect([asked, wait.until]).toEqual([[0], null]);
});

test('one asks again at the time the server said, and a little later, until there is a place', async () => {
  answers = ['server_busy', 'server_busy', 'in'];
  const asking = ask();
  await vi.advanceTimersByTimeAsync(0);
  expect(wait.until).toBe(11_000);
  await vi.advanceTimersByTimeAsync(11_000);
  expect(wait.until).toBe(22_000);
  await vi.advanceTimersByTimeAsync(11_000);
  expect(await asking).toBe('in');
  expect([asked, wait.until]).toEqual([[0, 11_000, 22_000], null]);
});

test('a line that is lost while one waits ends no waiting', async () => {
  answers = ['server_busy', 'unreachable', 'in'];
  const asking = ask();
  await vi.advanceTimersByTimeAsync(11_000);
  expect(wait.until).toBe(16_500);
  await vi.advanceTimersByTimeAsync(5_500);
  expect(await asking).toBe('in');
});

test('whatever else is refused ends it', async () => {
  answers = ['unreachable'];
  await expect(ask()).rejects.toMatchObject({ code: 'unreachable' });
  answers = ['server_busy', 'room_locked'];
  const asking = expect(ask()).rejects.toMatchObject({ code: 'room_locked' });
  await vi.advanceTimersByTimeAsync(11_000);
  await asking;
  expect(wait.until).toBeNull();
});

test('who goes away asks no more', async () => {
  answers = ['server_busy'];
  const asking = expect(ask()).rejects.toMatchObject({ code: 'server_busy' });
  await vi.advanceTimersByTimeAsync(0);
  wait.close();
  await vi.advanceTimersByTimeAsync(60_000);
  await asking;
  expect(asked).toEqual([0]);
});
