import type { AccountParts } from '../accounts/accountParts.ts';
import type { HouseParts } from '../house/houseParts.ts';
import type { Logger } from '../log.ts';
import type { Sanctions } from '../moderation/Sanctions.ts';
import type { Boards } from '../rooms/board/Boards.ts';
import type { Chats } from '../rooms/Chats.ts';
import type { Members } from '../rooms/Members.ts';
import type { Roles } from '../rooms/Roles.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { ScheduleParts } from '../schedule/scheduleParts.ts';
import type { Store } from '../store/Store.ts';
import type { Acquaintances } from './Acquaintances.ts';
import { Belongings } from './Belongings.ts';
import type { Circles } from './Circles.ts';
import type { Conversations } from './Conversations.ts';
import { Erasure } from './Erasure.ts';
import { Farewell } from './Farewell.ts';
import type { Kindred } from './Kindred.ts';
import type { NoticeChoices } from './NoticeChoices.ts';
import type { Pictures } from './Pictures.ts';
import type { Presence } from './Presence.ts';
import { Retention } from './Retention.ts';
import type { Ties } from './Ties.ts';

interface Needs {
  readonly store: Store;
  readonly rooms: RoomRegistry;
  readonly chats: Chats;
  readonly members: Members;
  readonly conversations: Conversations;
  readonly acquaintances: Acquaintances;
  readonly circles: Circles;
  readonly kindred: Kindred;
  readonly choices: NoticeChoices;
  readonly presence: Presence;
  readonly roles: Roles;
  readonly boards: Boards;
  readonly ties: Ties;
  readonly calendar: Pick<ScheduleParts, 'forget' | 'schedule' | 'answers' | 'feeds' | 'views'>;
  readonly people: Pick<AccountParts, 'guests' | 'logins' | 'accounts'>;
  readonly house: Pick<HouseParts, 'roles' | 'invites'>;
  readonly sanctions: Sanctions;
  readonly pictures: Pick<Pictures, 'drop'>;
  readonly dropFiles: ConstructorParameters<typeof Erasure>[0]['dropFiles'];
  readonly log: Logger;
}

/** How long what people leave here stays, and how they take it along or away, put together. */
export function createBelongingParts(needs: Needs) {
  const { store, rooms, roles, log, people, ties, circles, presence, kindred, choices, calendar } = needs;
  const erasure = new Erasure(needs);
  return {
    retention: new Retention({ store, rooms, erasure, log }),
    belongings: new Belongings(needs),
    farewell: new Farewell({
      ...needs,
      erasure,
      before: (id) => needs.house.roles.leave(id),
      forget: [
        (id) => needs.pictures.drop({ id, language: 'en', loginId: null }),
        (id) => circles.forget(id),
        (id) => kindred.note(id, []),
        (id) => presence.forget(id),
        (id) => choices.forget(id),
        (id) => calendar.forget(id),
        (id) => ties.forget(id),
        (id) => roles.forget(id),
        (id) => needs.house.invites.forget(id),
        (id) => needs.boards.forget(id),
        // Who signed in is signed out everywhere, and who never did is a new guest.
        (id) => people.logins.end(id, () => true),
        (id) => people.accounts.emit('guestGone', id),
        (id) => people.guests.forget(id),
      ],
    }),
  };
}
