import type { UserId } from '../../protocol/ids.ts';
import type { AccountParts } from '../accounts/accountParts.ts';
import type { HouseRoles } from '../house/HouseRoles.ts';
import type { Logger } from '../log.ts';
import type { Audience } from '../people/Audience.ts';
import { Erasure } from '../people/Erasure.ts';
import type { Notices } from '../people/Notices.ts';
import type { Ties } from '../people/Ties.ts';
import type { Chats } from '../rooms/Chats.ts';
import { type Clock, systemClock } from '../rooms/Clock.ts';
import type { Roles } from '../rooms/Roles.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { Schedule } from '../schedule/Schedule.ts';
import type { Store } from '../store/Store.ts';
import { AuditLog } from './AuditLog.ts';
import { AuditPages } from './AuditPages.ts';
import { Freezer } from './Freezer.ts';
import { HouseBans } from './HouseBans.ts';
import { LastTraces } from './LastTraces.ts';
import { LineSweep } from './LineSweep.ts';
import { Moderation } from './Moderation.ts';
import { Newcomers } from './Newcomers.ts';
import { ReportDeciders } from './ReportDeciders.ts';
import { Reports } from './Reports.ts';
import type { Sanctions } from './Sanctions.ts';

interface Needs {
  readonly store: Store;
  readonly sanctions: Sanctions;
  readonly rooms: RoomRegistry;
  readonly roles: Roles;
  readonly chats: Chats;
  readonly audience: Audience;
  readonly notices: Notices;
  readonly people: Pick<AccountParts, 'guests' | 'accounts'>;
  readonly ties: Ties;
  readonly schedule: Pick<Schedule, 'byId'>;
  readonly keepers: Pick<HouseRoles, 'roleOf'>;
  readonly newcomerMs: number;
  readonly serverLog: Logger;
  readonly clock?: Clock | undefined;
  readonly dropFiles: ConstructorParameters<typeof Erasure>[0]['dropFiles'];
}

export type ModerationParts = ReturnType<typeof createModerationParts>;

/** What keeps order, put together. */
export function createModerationParts(needs: Needs) {
  const { store, sanctions } = needs;
  const { guests } = needs.people;
  const log = new AuditLog(store.audit);
  const lines = new LineSweep({ store, erasure: new Erasure(needs), log: needs.serverLog });
  const pages = new AuditPages({ ...needs, guests });
  const traces = new LastTraces(needs.rooms);
  // Whoever leaves is known by nothing any more; who keeps the name is seen again at once.
  needs.people.accounts.on('guestGone', (id) => traces.forget(id));
  const deciders = new ReportDeciders({ ...needs, pages });
  const person = (id: UserId) => guests.person({ id, language: 'en', loginId: null });
  return {
    sanctions,
    roles: needs.roles,
    newcomers: new Newcomers({ ...needs, ms: needs.newcomerMs, clock: needs.clock ?? systemClock }),
    log,
    traces,
    bans: new HouseBans({ ...needs, traces, person, log }),
    freezer: new Freezer(needs.rooms, log),
    pages,
    reports: new Reports({ ...needs, guests, pages, deciders }),
    moderation: new Moderation({ sanctions, log, lines, store }),
  };
}
