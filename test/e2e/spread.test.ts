import { expect, test } from 'vitest';
import { en } from '../../client/words/en/index.ts';
import { MediasoupEngine } from '../../server/media/MediasoupEngine.ts';
import { eventually } from '../support/e2e/eventually.ts';
import type { Guest } from '../support/e2e/Guest.ts';
import { cameraOf, willMove } from '../support/e2e/pictures.ts';
import { tones } from '../support/e2e/tones.ts';
import { useHouse } from '../support/e2e/visit.ts';
import { RecordingLog } from '../support/RecordingLog.ts';

const log = new RecordingLog();
// Whoever listens second is on another worker.
const spread = { listeners: 1, sounds: 1, emptyMs: 1_000 };
const media = await MediasoupEngine.open({ workers: 2, port: 0, announcedAddresses: [], spread, log });
const scene = useHouse({}, [], { media });

/** The worker that a message was about last. */
function pidOf(message: string): number {
  const { context } = log.lines.findLast((line) => line.message === message) ?? {};
  const { pid = 0 }: { pid?: number } = context ?? {};
  return pid;
}

/** Kills a worker; resolves when the server has noticed. */
async function killed(pid: number): Promise<void> {
  process.kill(pid, 'SIGKILL');
  await eventually(async () => pidOf('media worker died')).toBe(pid);
}

/** Waits until a tone is heard that was sent a while after this moment: nothing of before is left in any buffer. */
async function willHearAfter(guest: Guest, tone: number, moment: number): Promise<void> {
  await eventually(async () => (await guest.lastHeard(tone)) > moment + 1_000).toBe(true);
}

test('a room on two workers is one room: voices and pictures reach the other one, and each may die', async () => {
  const ann = await scene.visit({ name: 'Ann', tone: tones.ann, steady: true });
  const bo = await scene.visit({ name: 'Bo', tone: tones.bo, steady: true });
  const room = await ann.makeRoom();
  await ann.stepIn(room);
  const home = pidOf('media room opened');
  await bo.stepIn(room);
  const second = pidOf('room spread');
  expect(second).not.toBe(home);
  await ann.openMicrophone();
  await ann.openCamera();
  await bo.openMicrophone();
  await bo.willHear(tones.ann);
  await ann.willHear(tones.bo);
  await willMove(cameraOf(bo, 'Ann'));

  // Bo's ears were there; what both send goes on.
  await killed(second);
  await willHearAfter(bo, tones.ann, Date.now());
  await willMove(cameraOf(bo, 'Ann'));
  await ann.willHear(tones.bo);
  expect(await ann.page.getByText(en.mediaLost).count()).toBe(0);

  // Everything that is sent was there.
  await killed(home);
  await Promise.all([willHearAfter(bo, tones.ann, Date.now()), willHearAfter(ann, tones.bo, Date.now())]);
  await willMove(cameraOf(bo, 'Ann'));
});
