import { setImmediate } from 'node:timers/promises';
import { beforeEach, expect, test, vi } from 'vitest';
import { DoorWait } from '../../../client/session/DoorWait.svelte.ts';
import { RequestError } from '../../../client/session/RequestError.ts';
import { RoomSlug } from '../../../protocol/ids.ts';
import { FakeSignaling } from './FakeSignaling.ts';

let line: FakeSignaling;
let wait: DoorWait;
let opened: number;
beforeEach(() => {
  line = new FakeSignaling();
  line.replies['door:queue'] = () => ({ place: 2 });
  opened = 0;
  wait = new DoorWait(line, RoomSlug.parse('stargazers-abc123'), () => opened++);
});

/** Another server, or the same one, greets: the line was lost and is back. */
const comeBack = async () => {
  line.tell('server:welcome', {} as never);
  await setImmediate();
};

test('who waits for a seat asks again on another line, and one for whom there is a seat by now goes in', async () => {
  wait.begin();
  await wait.queue();
  await comeBack();
  expect([line.asked.length, wait.status, opened]).toEqual([2, 'queueing', 0]);
  line.replies['door:queue'] = () => {
    throw new RequestError('conflict', 'There is a seat.');
  };
  await comeBack();
  expect([wait.status, opened]).toEqual(['no', 1]);
});

test('a server that is full is asked again when it says, and is no open door', async () => {
  const stop = wait.begin();
  await wait.queue();
  line.replies['door:queue'] = () => {
    throw new RequestError('server_busy', 'Full.', 5_000);
  };
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  await comeBack();
  expect([wait.status, opened]).toEqual(['queueing', 0]);
  line.replies['door:queue'] = () => ({ place: 1 });
  vi.advanceTimersByTime(5_000);
  await setImmediate();
  expect([wait.status, wait.place, opened]).toEqual(['queueing', 1, 0]);
  stop();
  vi.useRealTimers();
});
