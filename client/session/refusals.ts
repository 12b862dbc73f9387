import { RequestError } from './RequestError.ts';

// What was refused for these reasons will be refused again.
const final: ReadonlySet<string> = new Set([
  'not_found',
  'gone',
  'conflict',
  'forbidden',
  'room_locked',
  'room_full',
  'knock_first',
  'passcode_needed',
  'passcode_wrong',
  'invite_over',
]);

/** Whether coming back into a room is refused for good. */
export function isFinal(error: unknown): boolean {
  return error instanceof RequestError && final.has(error.code);
}

/** How a stay ends that the room refuses to go on with. */
export function endOf(error: unknown, companion: boolean): 'refused' | 'left' | 'replaced' {
  if (!(error instanceof RequestError) || error.code !== 'conflict') return 'refused';
  // A companion has no call to read along with any more; a call has its seat in a newer tab.
  return companion ? 'left' : 'replaced';
}
