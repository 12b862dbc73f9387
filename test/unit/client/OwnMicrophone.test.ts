import { beforeEach, expect, test } from 'vitest';
import { OwnTracks } from '../../../client/session/OwnTracks.svelte.ts';
import { Answers, FakeLocalMedia, FakeMedia } from './fakeMedia.ts';
import { settle, stubBrowser } from './stubBrowser.ts';

beforeEach(stubBrowser);

/** Somebody whose microphone is open; here nothing of ours can be done to a voice. */
async function speaker() {
  const answers = new Answers();
  const local = new FakeLocalMedia(answers);
  const own = new OwnTracks(local);
  const hints: string[] = [];
  own.voice.onhint = (hint) => hints.push(hint);
  await own.sendOver(new FakeMedia(answers));
  const during = async (work: Promise<void>) => {
    await settle(answers);
    await work;
  };
  return { local, own, hints, during };
}

const live = ({ tracks }: FakeLocalMedia) => tracks.map(({ readyState }) => readyState === 'live');

test('where ours does not run the browser is asked to take noise out, and one is told', async () => {
  const { local, own, hints, during } = await speaker();
  local.treatment.change({ suppression: 'strong' });
  await during(own.setMicrophone(true));
  expect(local.asked.map(({ noiseSuppression }) => noiseSuppression)).toEqual([false, true]);
  expect([live(local), hints, own.microphone]).toEqual([[false, true], ['browserNoise'], 'on']);
});

test('asking for ours again is told again, and leaves the noise to the browser', async () => {
  const { local, own, hints, during } = await speaker();
  await during(own.setMicrophone(true));
  await during(own.voice.treat({ suppression: 'strong' }));
  await during(own.voice.treat({ suppression: 'strong' }));
  expect(hints).toEqual(['browserNoise', 'browserNoise']);
  expect(local.asked.every(({ noiseSuppression }) => noiseSuppression)).toBe(true);
});

test('of two changes that overtake each other the last one holds', async () => {
  const { local, own, during } = await speaker();
  await during(own.setMicrophone(true));
  const changes = [own.voice.treat({ suppression: 'off' }), own.voice.treat({ suppression: 'browser' })];
  await during(Promise.all(changes).then(() => {}));
  expect(local.asked.at(-1)).toMatchObject({ noiseSuppression: true });
  expect(live(local)).toEqual([false, false, true]);
});

test('in a room that plays music the microphone is opened as it is', async () => {
  const { local, own, during } = await speaker();
  await during(own.voice.follow(true));
  await during(own.setMicrophone(true));
  await during(own.voice.follow(false));
  expect(local.asked.map(({ echoCancellation }) => echoCancellation)).toEqual([false, true]);
  expect(own.microphone).toBe('on');
});
