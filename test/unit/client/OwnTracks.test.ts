import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { OwnTracks } from '../../../client/session/OwnTracks.svelte.ts';
import { Answers, FakeLocalMedia, FakeMedia } from './fakeMedia.ts';
import { settle, stubBrowser } from './stubBrowser.ts';

beforeEach(stubBrowser);

/** Somebody before stepping into a room, and before anything was asked of the browser. */
function newcomer() {
  const answers = new Answers();
  const local = new FakeLocalMedia(answers);
  return { answers, local, own: new OwnTracks(local), media: new FakeMedia(answers) };
}

/** Somebody in a room, before anything was asked of the browser. */
async function someone() {
  const { own, media, ...rest } = newcomer();
  await own.sendOver(media);
  return { own, media, ...rest };
}

test('the first press opens the microphone, the next ones mute it and open it again', async () => {
  const { answers, local, own, media } = await someone();
  for (const [on, state] of [
    [true, 'on'],
    [false, 'muted'],
    [true, 'on'],
  ] as const) {
    const pressed = own.setMicrophone(on);
    await settle(answers);
    await pressed;
    expect([own.microphone, media.hears('microphone')]).toEqual([state, on]);
  }
  expect(local.tracks).toHaveLength(1);
});

test('whoever leaves while the browser asks has no open device afterwards', async () => {
  const { answers, local, own } = await someone();
  const pressed = [own.setMicrophone(true), own.setCamera(true)];
  await setImmediate();
  own.close();
  await settle(answers);
  await Promise.allSettled(pressed);
  expect(local.tracks.map(({ readyState }) => readyState)).toEqual(['ended', 'ended']);
  expect([own.microphone, own.camera]).toEqual(['off', null]);
});

test('a camera that was turned on twice is one camera', async () => {
  const { answers, local, own } = await someone();
  const pressed = [own.setCamera(true), own.setCamera(true)];
  await settle(answers);
  await Promise.allSettled(pressed);
  expect(local.tracks.filter(({ readyState }) => readyState === 'live').length).toBeLessThanOrEqual(1);
});

test('a refused microphone leaves it off, and the reason is told', async () => {
  const { answers, local, own } = await someone();
  const pressed = own.setMicrophone(true);
  await setImmediate();
  answers.refuse();
  await expect(pressed).rejects.toMatchObject({ device: 'microphone', trouble: 'denied' });
  expect([own.microphone, local.tracks]).toEqual(['off', []]);
});

test('a microphone that the server does not take is let go', async () => {
  const { answers, local, own } = await someone();
  const pressed = own.setMicrophone(true);
  await setImmediate();
  answers.give();
  await setImmediate();
  answers.refuse();
  await expect(pressed).rejects.toMatchObject({ code: 'unreachable' });
  expect(own.microphone).toBe('off');
  expect(local.tracks.map(({ readyState }) => readyState)).toEqual(['ended']);
});

test('a word that is lost after the microphone was sent leaves it muted, and the next press opens it', async () => {
  const { answers, local, own, media } = await someone();
  media.heldThere = true;
  const pressed = own.setMicrophone(true);
  for (let asked = 0; asked < 2; asked++) {
    await setImmediate();
    answers.give();
  }
  await setImmediate();
  answers.refuse();
  await expect(pressed).rejects.toMatchObject({ code: 'unreachable' });
  expect(own.microphone).toBe('muted');
  const again = own.setMicrophone(true);
  await settle(answers);
  await again;
  expect([own.microphone, media.hears('microphone'), local.tracks.length]).toEqual(['on', true, 1]);
});

test('a microphone that is unplugged while it is being sent is sent no more', async () => {
  const { answers, local, own, media } = await someone();
  const pressed = own.setMicrophone(true);
  await setImmediate();
  answers.give();
  await setImmediate();
  local.tracks[0]?.dispatchEvent(new Event('ended'));
  await setImmediate();
  // The word about the first one, then the browser has no other one.
  answers.give();
  answers.refuse();
  await settle(answers);
  await Promise.allSettled([pressed]);
  expect([own.microphone, media.sends('microphone')]).toEqual(['off', false]);
});

test('over new transports everything goes on as muted as it was', async () => {
  const { answers, own } = await someone();
  for (const on of [true, false]) {
    const pressed = own.setMicrophone(on);
    await settle(answers);
    await pressed;
  }
  const fresh = new FakeMedia(answers);
  const sending = own.sendOver(fresh);
  await settle(answers);
  await sending;
  expect([fresh.sends('microphone'), fresh.hears('microphone')]).toEqual([true, false]);
});

test('nothing opens the microphone against the last word, in whatever order things happen', async () => {
  const before = fc.array(fc.constantFrom('on', 'off', 'answer', 'answer', 'refuse', 'switch', 'leave'), {
    maxLength: 6,
  });
  const inside = fc.array(
    fc.constantFrom('on', 'off', 'host mutes', 'answer', 'answer', 'refuse', 'renew', 'switch', 'leave'),
    { maxLength: 20 },
  );
  const run = async (triedOut: string[], happening: string[]) => {
    const { answers, local, own, media: first } = newcomer();
    let media = first;
    let mayBeHeard = false;
    let left = false;
    const under: Promise<unknown>[] = [];
    const start = (work: Promise<unknown>) => under.push(work.catch(() => {}));
    const act: Record<string, () => unknown> = {
      on: () => {
        mayBeHeard = true;
        start(own.setMicrophone(true));
      },
      off: () => {
        mayBeHeard = false;
        start(own.setMicrophone(false));
      },
      'host mutes': () => {
        mayBeHeard = false;
        const sent = media.sent.get('microphone');
        if (sent) sent.held = true;
        own.hush();
      },
      answer: () => answers.give(),
      refuse: () => answers.refuse(),
      renew: () => {
        media.close();
        media = new FakeMedia(answers);
        // A way back that fails is tried again, as the session of the room does.
        start(own.sendOver(media).catch(() => left || act.renew?.()));
      },
      switch: () => start(own.switchDevice('microphone')),
      leave: () => {
        mayBeHeard = false;
        left = true;
        own.close();
      },
    };
    // The first transports come with stepping in.
    for (const step of [...triedOut, 'renew', ...happening]) {
      act[step]?.();
      await setImmediate();
      if (!mayBeHeard) expect(media.hears('microphone')).toBe(false);
      // Who has left presses nothing any more; what was asked before is still answered.
      if (step === 'leave') break;
    }
    await settle(answers);
    await Promise.all(under);
    expect(media.hears('microphone')).toBe(own.microphone === 'on');
    if (!mayBeHeard) expect(own.microphone).not.toBe('on');
    const live = local.tracks.filter(({ readyState }) => readyState === 'live');
    expect(live).toHaveLength(own.microphone === 'off' ? 0 : 1);
  };
  await fc.assert(fc.asyncProperty(before, inside, run), { numRuns: 300 });
});
