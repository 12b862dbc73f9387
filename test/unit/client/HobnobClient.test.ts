import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { HobnobClient } from '../../../client/session/HobnobClient.svelte.ts';
import type { RoomSession } from '../../../client/session/RoomSession.svelte.ts';
import type { Me } from '../../../protocol/people.ts';
import { FakeSignaling } from './FakeSignaling.ts';
import { stubBrowser } from './stubBrowser.ts';

beforeEach(stubBrowser);
afterEach(() => void vi.unstubAllGlobals());

test('for whom the house is closed nothing of a call goes on, though nobody said that it ended', () => {
  const told = new Map<string, (told: never) => void>();
  const signaling = new FakeSignaling();
  signaling.on = (name, listener) => {
    told.set(name, listener as (told: never) => void);
    return () => {};
  };
  const client = new HobnobClient({ id: 'me-me-me-me-me-me' } as Me, signaling);
  const leave = vi.fn<() => void>();
  const call: Partial<RoomSession> = { leave };
  client.call = call as RoomSession;
  const bar = { kind: 'out', reason: 'other', note: '' };
  told.get('server:barred')?.(bar as never);
  expect(client.barred).toEqual(bar);
  expect(leave).toHaveBeenCalledOnce();
  expect(client.call).toBeNull();
});
