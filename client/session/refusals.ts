import { RequestError } from './RequestError.ts';

// What was refused for these reasons will be refused again.
const final: ReadonlySet<string> = new Set(['not_found', 'gone', 'forbidden', 'room_locked', 'room_full']);

/** Whether coming back into a room is refused for good. */
export function isFinal(error: unknown, companion: boolean): boolean {
  return error instanceof RequestError && (final.has(error.code) || (companion && isAlone(error)));
}

/** Whether a companion was refused because there is no call to read along with any more. */
export function isAlone(error: unknown): boolean {
  return error instanceof RequestError && error.code === 'conflict';
}
