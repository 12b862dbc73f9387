import { expect, test } from 'vitest';
import { type Circumstances, endingOf } from '../../../client/components/room/endings.ts';
import type { EndReason } from '../../../client/session/callStatus.ts';
import { RequestError, type RequestProblem } from '../../../client/session/RequestError.ts';
import { en } from '../../../client/words/en/index.ts';

const room = 'The bakery';
const refused = (code: RequestProblem) => endingOf({ room, problem: new RequestError(code, '') });
const ended = (endReason: EndReason, more: Partial<Circumstances> = {}, companion = false) =>
  endingOf({ room, call: { endReason, companion }, ...more });

test('a room that closed leads to one like it', () => {
  for (const ending of [refused('gone'), refused('not_found'), ended('closed')]) {
    expect(ending).toMatchObject({ title: en.goneTitle, likeIt: true });
    expect(ending.again).toBeUndefined();
  }
});

test('whoever was put out is told until when, and given no way back', () => {
  const until = new Date(2026, 10, 21, 20, 30).getTime();
  const removed = [
    ended('removed', { until }),
    endingOf({ room, problem: new RequestError('forbidden', ''), until }),
  ];
  for (const ending of removed) {
    expect(ending.title).toBe('You were asked to leave The bakery.');
    expect(ending.text).toContain('20:30');
    expect(ending.again).toBeUndefined();
  }
  expect(ended('removed').text).toBe(en.removedForGood);
});

test('each shut door says what can be done there', () => {
  expect(refused('room_full')).toMatchObject({ sign: en.signFull, way: 'queue' });
  expect(refused('knock_first')).toMatchObject({ sign: en.signKnock, way: 'knock' });
  for (const code of ['passcode_needed', 'passcode_wrong'] as const) {
    expect(refused(code)).toMatchObject({ sign: en.signPasscode, way: 'passcode' });
  }
  expect(refused('invite_over')).toMatchObject({ again: en.withoutInvite });
  expect(refused('room_locked')).toMatchObject({ sign: en.signLocked, again: en.knockAgain });
});

test('a call that moved can be moved back, and one read along with can be stepped into', () => {
  expect(ended('replaced')).toMatchObject({ title: en.replacedTitle, again: en.moveHere });
  expect(ended('left', {}, true)).toMatchObject({ title: en.companionOver, again: en.stepIn });
  expect(ended('left')).toMatchObject({ title: 'You left The bakery.', again: en.stepBackIn });
});

test('anything else is said as it is, with another try', () => {
  expect(refused('server_busy')).toMatchObject({ title: en.errorTitle, again: en.tryAgain });
  expect(refused('server_busy').text).toBe(en['problem.server_busy']);
});
