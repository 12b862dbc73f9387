import { setImmediate } from 'node:timers/promises';
import { beforeEach, expect, test, vi } from 'vitest';
import { describeScreen, type OpenedScreen } from '../../../client/session/LocalScreen.ts';
import { OwnScreen } from '../../../client/session/OwnScreen.svelte.ts';
import type { Source } from '../../../protocol/sources.ts';
import { Answers, FakeMedia, FakeTrack } from './fakeMedia.ts';

class ScreenTrack extends FakeTrack {
  asked: MediaTrackConstraints = {};

  async applyConstraints(asked: MediaTrackConstraints): Promise<void> {
    this.asked = asked;
  }

  /** What the browser's own button does. */
  endFromOutside(): void {
    this.stop();
    this.dispatchEvent(new Event('ended'));
  }
}

/** A transport that remembers how each source is to be encoded. */
class Recorder extends FakeMedia {
  readonly encodings: RTCRtpEncodingParameters[] = [{}];

  override async adjust(
    _: Source,
    change: (encodings: RTCRtpEncodingParameters[]) => boolean,
  ): Promise<void> {
    change(this.encodings);
  }
}

beforeEach(() => {
  vi.stubGlobal('MediaStream', class {});
});

/** Somebody in a room who shows something with sound as soon as the test lets the server answer. */
async function sharer() {
  const answers = new Answers();
  const media = new Recorder(answers);
  const opened: { video: ScreenTrack; sound: ScreenTrack }[] = [];
  const own = new OwnScreen(async () => {
    const tracks = { video: new ScreenTrack('video'), sound: new ScreenTrack('audio') };
    opened.push(tracks);
    return { ...(tracks as object as Pick<OpenedScreen, 'video' | 'sound'>), surface: 'tab', echoes: false };
  });
  await own.sendOver(media);
  return { answers, media, own, opened };
}

async function settle(answers: Answers): Promise<void> {
  for (let round = 0; round < 5; round++) {
    await setImmediate();
    while (answers.count > 0) {
      answers.give();
      await setImmediate();
    }
  }
}

async function sharing() {
  const all = await sharer();
  const started = all.own.start();
  await settle(all.answers);
  await started;
  return all;
}

test('picture and sound are sent, and end together', async () => {
  const { answers, media, own, opened } = await sharing();
  expect([...media.sent.keys()]).toEqual(['screen', 'screenAudio']);
  expect(own.share?.surface).toBe('tab');
  const stopped = own.stop();
  expect(own.share).toBeNull();
  await settle(answers);
  await stopped;
  expect([...media.sent.keys()]).toEqual([]);
  expect(opened.flatMap(({ video, sound }) => [video.readyState, sound.readyState])).toEqual([
    'ended',
    'ended',
  ]);
});

test("the browser's own stop button ends it for everybody", async () => {
  const { answers, media, own, opened } = await sharing();
  opened[0]?.video.endFromOutside();
  await settle(answers);
  expect([own.share, media.sent.size, opened[0]?.sound.readyState]).toEqual([null, 0, 'ended']);
});

test('what a host ended is over, says by whom, and is not sent over new transports', async () => {
  const { answers, media, own, opened } = await sharing();
  own.endByHost('Hana');
  await settle(answers);
  expect([own.share, media.sent.size, own.stoppedBy]).toEqual([null, 0, 'Hana']);
  expect(opened[0]?.video.readyState).toBe('ended');
  const fresh = new Recorder(answers);
  await own.sendOver(fresh);
  expect(fresh.sent.size).toBe(0);
  const again = own.start();
  await settle(answers);
  await again;
  expect(own.stoppedBy).toBeNull();
});

test('when only its sound ends the picture goes on', async () => {
  const { answers, media, own, opened } = await sharing();
  opened[0]?.sound.endFromOutside();
  await settle(answers);
  expect([...media.sent.keys()]).toEqual(['screen']);
  expect(own.share?.sound).toBeNull();
});

test('whoever stops while it is being sent shows nothing afterwards', async () => {
  const { answers, media, own } = await sharer();
  const started = own.start();
  await setImmediate();
  const stopped = own.stop();
  await settle(answers);
  await Promise.all([started, stopped]);
  expect([own.share, media.sent.size]).toEqual([null, 0]);
});

test('what the server does not take is let go', async () => {
  const { answers, media, own, opened } = await sharer();
  const started = own.start();
  await setImmediate();
  answers.refuse();
  await expect(started).rejects.toMatchObject({ code: 'unreachable' });
  await settle(answers);
  expect([own.share, media.sent.size, opened[0]?.video.readyState]).toEqual([null, 0, 'ended']);
});

test('another choice takes the place of the one before', async () => {
  const { answers, media, own, opened } = await sharing();
  const again = own.start();
  await settle(answers);
  await again;
  expect(media.sent.get('screen')?.track).toBe(opened[1]?.video);
  expect(opened.map(({ video }) => video.readyState)).toEqual(['ended', 'live']);
  expect(own.share?.video).toBe(opened[1]?.video);
});

test('over new transports it goes on, and after leaving nothing is open', async () => {
  const { answers, own, opened } = await sharing();
  const fresh = new Recorder(answers);
  const moved = own.sendOver(fresh);
  await settle(answers);
  await moved;
  expect([...fresh.sent.keys()]).toEqual(['screen', 'screenAudio']);
  own.close();
  expect(opened.flatMap(({ video, sound }) => [video.readyState, sound.readyState])).toEqual([
    'ended',
    'ended',
  ]);
});

test('text and motion are switched on the track and the encoder that are there', async () => {
  const { media, own, opened } = await sharing();
  expect(media.encodings).toEqual([{ active: true, maxBitrate: 2_500_000, maxFramerate: 15 }]);
  await own.setProfile('motion');
  expect(media.encodings).toEqual([{ active: true, maxBitrate: 4_000_000, maxFramerate: 30 }]);
  expect(opened[0]?.video).toMatchObject({ contentHint: 'motion', asked: { frameRate: { ideal: 30 } } });
  expect(opened).toHaveLength(1);
  await own.setProfile('text');
  expect(opened[0]?.video).toMatchObject({ contentHint: 'text', asked: { frameRate: { max: 15 } } });
});

test('an echo is warned of where the sound of everything is shared with the call in it', () => {
  const monitor = { displaySurface: 'monitor' };
  expect(describeScreen(monitor, {})).toEqual({ surface: 'screen', echoes: true });
  expect(describeScreen(monitor, { restrictOwnAudio: true })).toEqual({ surface: 'screen', echoes: false });
  expect(describeScreen(monitor, null)).toEqual({ surface: 'screen', echoes: false });
  expect(describeScreen({ displaySurface: 'window' }, {})).toEqual({ surface: 'window', echoes: true });
  expect(describeScreen({ displaySurface: 'browser' }, {})).toEqual({ surface: 'tab', echoes: false });
});
