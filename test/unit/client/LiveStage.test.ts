import { beforeEach, expect, test } from 'vitest';
import { OwnTracks } from '../../../client/session/OwnTracks.svelte.ts';
import { RoomState } from '../../../client/session/RoomState.svelte.ts';
import { LiveStage } from '../../../client/session/stage/LiveStage.svelte.ts';
import type { NotificationName, NotificationPayload } from '../../../protocol/index.ts';
import type { RoomInfo } from '../../../protocol/room.ts';
import type { StageInfo } from '../../../protocol/stage.ts';
import { aRoom } from '../../contract/storeSamples.ts';
import { FakeSignaling } from './FakeSignaling.ts';
import { Answers, FakeLocalMedia, FakeMedia } from './fakeMedia.ts';
import { aPerson, idOf } from './people.ts';
import { settle, stubBrowser } from './stubBrowser.ts';

beforeEach(stubBrowser);

const quiet: StageInfo = { invited: [], turn: null, opensInMs: null, endsInMs: null };

/** Person 1 in a room with others, who sends over a transport. */
async function inRoom(changes: Partial<RoomInfo> = {}, others = 2) {
  const answers = new Answers();
  const own = new OwnTracks(new FakeLocalMedia(answers));
  const media = new FakeMedia(answers);
  const signaling = new FakeSignaling();
  const state = new RoomState({
    room: aRoom(changes),
    selfId: idOf(1),
    seatToken: null,
    silenced: false,
    participants: Array.from({ length: others + 1 }, (_, index) => aPerson(index + 1)),
    talkingIds: [],
    activeSpeakerId: null,
    messages: [],
    moreMessages: false,
    chatRevision: 0,
    liveSince: 1,
    serverTime: 1,
    media: null,
  });
  const stage = new LiveStage({ signaling, own, state: () => state });
  await own.sendOver(media);
  const hear = <Name extends NotificationName>(name: Name, payload: NotificationPayload<Name>) => {
    state.apply(name, payload);
    stage.hear({ name, payload } as never);
  };
  const place = (number: number, onStage: boolean, handRaisedAt: number | null = null) => {
    const { producers: _, joinedAt: __, userId: ___, ...rest } = aPerson(number);
    hear('room:participantChanged', { ...rest, onStage, handRaisedAt, handReason: null });
  };
  const open = async () => {
    const pressed = own.setMicrophone(true);
    await settle(answers);
    await pressed.catch(() => {});
  };
  const calm = () => settle(answers);
  return { answers, own, media, signaling, state, stage, hear, place, open, calm };
}

test('whoever comes into the audience sends nothing any more, and no way back sends it anew', async () => {
  const { own, media, answers, stage, state, hear, open, calm } = await inRoom();
  await open();
  expect([own.microphone, media.hears('microphone')]).toEqual(['on', true]);
  hear('stage:movedDown', { by: 'Hana' });
  hear('room:changed', { ...state.room, mode: 'stage' });
  await calm();
  expect([own.microphone, media.sends('microphone')]).toEqual(['off', false]);
  expect([stage.maySend, stage.movedBy]).toEqual([false, 'Hana']);
  const fresh = new FakeMedia(answers);
  const sent = own.sendOver(fresh);
  await calm();
  await sent;
  expect(fresh.sends('microphone')).toBe(false);
});

test('coming up opens nothing by itself', async () => {
  const { own, media, stage, state, hear, place, open, calm } = await inRoom({ mode: 'stage' });
  stage.begin(quiet);
  place(1, true);
  await open();
  place(1, false);
  hear('stage:changed', { ...quiet, invited: [{ participantId: idOf(1), leftMs: 60_000 }] });
  expect(stage.invitedUntil).not.toBeNull();
  place(1, true);
  await calm();
  expect([stage.maySpeak, own.microphone, media.sends('microphone')]).toEqual([true, 'off', false]);
  expect(state.self?.onStage).toBe(true);
});

test('a turn that is over mutes, and the next one of ours opens nothing before we press', async () => {
  const { own, media, stage, hear, open, calm } = await inRoom({ mics: 'turns' });
  stage.begin(quiet);
  const turnOf = (number: number) =>
    hear('stage:changed', { ...quiet, turn: { participantId: idOf(number), leftMs: 60_000 } });
  expect(stage.maySpeak).toBe(false);
  turnOf(1);
  await open();
  expect([stage.isMyTurn, media.hears('microphone')]).toEqual([true, true]);
  turnOf(2);
  await calm();
  expect([own.microphone, media.hears('microphone')]).toEqual(['muted', false]);
  turnOf(1);
  await calm();
  expect([stage.maySpeak, own.microphone, media.hears('microphone')]).toEqual([true, 'muted', false]);
});

test('a microphone that the browser is still asked for when we come down is not open afterwards', async () => {
  const { own, media, stage, place, calm } = await inRoom({ mode: 'stage' });
  stage.begin(quiet);
  place(1, true);
  const pressed = own.setMicrophone(true);
  place(1, false);
  await calm();
  await pressed.catch(() => {});
  expect([own.microphone === 'on', media.hears('microphone')]).toEqual([false, false]);
});

test('the audience has raised hands first, in their line, and speakers are those who may be heard', async () => {
  const { stage, hear, place } = await inRoom({ mode: 'stage' }, 4);
  stage.begin(quiet);
  place(2, true);
  place(5, false, 10);
  place(4, false, 20);
  expect(stage.speakers.map(({ id }) => id)).toEqual([idOf(2)]);
  expect(stage.audience.map(({ id }) => id)).toEqual([idOf(5), idOf(4), idOf(1), idOf(3)]);
  place(1, false, 30);
  expect(stage.placeInLine).toBe(3);
  // Whose turn it is speaks from wherever they sit.
  hear('stage:changed', { ...quiet, turn: { participantId: idOf(4), leftMs: 1_000 } });
  expect(stage.speakers.map(({ id }) => id)).toEqual([idOf(2), idOf(4)]);
});
