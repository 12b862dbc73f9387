import type { NotificationName, NotificationPayload } from '../../protocol/index.ts';

/** A notification together with its payload, so that a `switch` tells them apart. */
export type Heard = {
  [Name in NotificationName]: { name: Name; payload: NotificationPayload<Name> };
}[NotificationName];
