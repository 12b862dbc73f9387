import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { VoiceTreatment } from '../../../client/session/VoiceTreatment.svelte.ts';
import { MemoryStorage } from './MemoryStorage.ts';

beforeEach(() => vi.stubGlobal('localStorage', new MemoryStorage()));
afterEach(() => vi.unstubAllGlobals());

test('what was chosen is there again at the next visit', () => {
  new VoiceTreatment().change({ suppression: 'strong', gate: true, gateDb: -30, musicRate: 256 });
  expect(new VoiceTreatment().current).toEqual({
    suppression: 'strong',
    gate: true,
    gateDb: -30,
    music: false,
    musicRate: 256,
  });
});

test('a room that plays music is followed as long as one is there, and not remembered', () => {
  const treatment = new VoiceTreatment();
  treatment.follow(true);
  expect(treatment.current.music).toBe(true);
  expect(treatment.constraints).toMatchObject({ echoCancellation: false, channelCount: { ideal: 2 } });
  treatment.follow(false);
  expect([treatment.current.music, new VoiceTreatment().current.music]).toEqual([false, false]);
});

test('a choice made in a room that plays music stands until one leaves it', () => {
  const treatment = new VoiceTreatment();
  treatment.change({ music: true });
  treatment.follow(true);
  treatment.change({ music: false, gate: true });
  treatment.follow(true);
  expect(treatment.current).toMatchObject({ music: false, gate: true });
  treatment.follow(false);
  expect(treatment.current).toMatchObject({ music: true, gate: true });
});

test('the switch against noise brings back the way it was taken out before', () => {
  const treatment = new VoiceTreatment();
  expect([treatment.quiet(false), treatment.quiet(true)]).toEqual([
    { suppression: 'off' },
    { suppression: 'browser' },
  ]);
  treatment.change({ suppression: 'strong' });
  treatment.change(treatment.quiet(false));
  expect(treatment.quiet(true)).toEqual({ suppression: 'strong' });
});

test('what ours cannot do is left to the browser until ours is asked for again', () => {
  const treatment = new VoiceTreatment();
  expect(treatment.fail()).toBe(false);
  treatment.change({ suppression: 'strong' });
  expect([treatment.constraints.noiseSuppression, treatment.chain.suppress]).toEqual([false, true]);
  expect([treatment.fail(), treatment.fail(), treatment.suppression]).toEqual([true, false, 'browser']);
  expect([treatment.constraints.noiseSuppression, treatment.chain.suppress]).toEqual([true, false]);
  treatment.change({ suppression: 'strong' });
  expect(treatment.suppression).toBe('strong');
});
