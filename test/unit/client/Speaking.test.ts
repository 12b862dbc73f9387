import { beforeEach, expect, test } from 'vitest';
import { OwnTracks } from '../../../client/session/OwnTracks.svelte.ts';
import { microphoneOptions } from '../../../client/session/producerOptions.ts';
import { Speaking } from '../../../client/session/Speaking.svelte.ts';
import { Answers, FakeLocalMedia, FakeMedia } from './fakeMedia.ts';
import { settle, stubBrowser } from './stubBrowser.ts';

beforeEach(stubBrowser);

const free = { pushToTalk: false, music: false, mode: 'lounge' } as const;
const holding = { pushToTalk: true, music: false, mode: 'lounge' } as const;

/** Somebody in a room where one speaks freely. */
async function someone() {
  const answers = new Answers();
  const local = new FakeLocalMedia(answers);
  const own = new OwnTracks(local);
  const media = new FakeMedia(answers);
  await own.sendOver(media);
  const speaking = new Speaking(own, local);
  speaking.follow(free);
  const during = async (work: Promise<void>) => {
    await settle(answers);
    await work;
  };
  const heard = () => media.hears('microphone');
  return { answers, local, own, speaking, during, heard };
}

test('where everybody holds, only what is held opens the microphone', async () => {
  const { local, own, speaking, during, heard } = await someone();
  speaking.follow(holding);
  await during(speaking.set(true));
  expect([own.microphone, local.asked.length]).toEqual(['off', 0]);
  await during(speaking.set(true, true));
  expect(heard()).toBe(true);
  await during(speaking.set(false));
  await during(speaking.set(true));
  expect([own.microphone, heard()]).toEqual(['muted', false]);
});

test('the rule mutes at once whoever does not hold, and whoever holds talks on', async () => {
  const { answers, speaking, during, heard } = await someone();
  await during(speaking.set(true));
  speaking.follow(holding);
  expect(heard()).toBe(false);
  await settle(answers);
  await during(speaking.set(true, true));
  speaking.follow({ ...holding, music: true });
  await settle(answers);
  expect(heard()).toBe(true);
});

test('a microphone that is just being opened does not open against the rule', async () => {
  const { answers, own, speaking, heard } = await someone();
  const pressed = speaking.set(true);
  speaking.follow(holding);
  await settle(answers);
  await pressed;
  expect([own.microphone === 'on', heard()]).toEqual([false, false]);
});

test('the end of the rule opens nothing, and lets a press open again', async () => {
  const { answers, speaking, during, heard } = await someone();
  await during(speaking.set(true));
  speaking.follow(holding);
  speaking.follow(free);
  await settle(answers);
  expect(heard()).toBe(false);
  await during(speaking.set(true));
  expect(heard()).toBe(true);
});

test('whoever wishes to hold is muted, in this room and the next', async () => {
  const { answers, own, local, speaking, during } = await someone();
  await during(speaking.set(true));
  speaking.want(true);
  await settle(answers);
  expect([own.microphone, new Speaking(own, local).holdOnly]).toEqual(['muted', true]);
});

test('with the stay ends what the room wished of the microphone', async () => {
  const { local, speaking } = await someone();
  speaking.follow({ ...free, music: true });
  expect(local.treatment.current.music).toBe(true);
  speaking.close();
  expect(local.treatment.current.music).toBe(false);
});

test('where a few speak to many a packet carries twice the sound, from the next time a microphone is sent', async () => {
  const { local, speaking } = await someone();
  const ptime = () => microphoneOptions(local.treatment).codecOptions?.opusPtime;
  expect(ptime()).toBeUndefined();
  speaking.follow({ ...free, mode: 'stage' });
  expect(ptime()).toBe(40);
  speaking.follow({ ...free, mode: 'stage', music: true });
  expect(microphoneOptions(local.treatment).codecOptions).toMatchObject({ opusPtime: 40, opusDtx: false });
  speaking.close();
  expect(ptime()).toBeUndefined();
});
