import type { Handlers } from '../bindRequests.ts';

/** The line itself. */
export function serverHandlers(): Pick<Handlers, 'server:ping'> {
  return {
    async 'server:ping'() {
      return null;
    },
  };
}
