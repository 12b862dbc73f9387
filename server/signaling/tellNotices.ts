import type { Notices } from '../people/Notices.ts';
import type { Io } from './announce.ts';
import { personChannel } from './apart.ts';

/** Tells people in everything they have open what there is to know. */
export function tellNotices(io: Io, notices: Notices): void {
  notices.on('told', (to, notice, quiet) => {
    io.to(personChannel(to)).emit('notices:told', { notice, quiet });
  });
  notices.on('changed', (id) => {
    io.to(personChannel(id)).emit('notices:changed', {});
  });
}
