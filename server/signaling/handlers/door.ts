import type { RoomSlug } from '../../../protocol/ids.ts';
import type { Guests } from '../../accounts/Guests.ts';
import { AppError } from '../../errors.ts';
import type { Admission } from '../../load/Admission.ts';
import type { Newcomers } from '../../moderation/Newcomers.ts';
import { requireWelcome } from '../../moderation/restraints.ts';
import type { Audience } from '../../people/Audience.ts';
import type { Expected } from '../../rooms/Expected.ts';
import type { Invites } from '../../rooms/Invites.ts';
import type { Locks } from '../../rooms/Locks.ts';
import type { Room } from '../../rooms/Room.ts';
import type { RoomRegistry } from '../../rooms/RoomRegistry.ts';
import type { Handlers } from '../bindRequests.ts';
import type { Doorsteps } from '../Doorsteps.ts';
import type { Session } from '../Session.ts';

interface Parts {
  readonly newcomers: Newcomers;
  readonly admission: Admission;
  readonly expected: Expected;
  readonly rooms: RoomRegistry;
  readonly invites: Invites;
  readonly guests: Guests;
  readonly audience: Audience;
  readonly locks: Locks;
  readonly doorsteps: Doorsteps;
}

type DoorHandlers = {
  [Name in keyof Handlers as Name extends `door:${string}` | `invite:${string}`
    ? Name
    : never]: Handlers[Name];
};

/** What happens at the door of a room, outside and inside. */
export function doorHandlers({
  newcomers,
  admission,
  expected,
  rooms,
  invites,
  guests,
  audience,
  locks,
  doorsteps,
}: Parts): DoorHandlers {
  return {
    async 'door:knock'(session, { slug, reason }) {
      const person = await guests.person(session.requireGuest());
      const room = await outside(session, slug);
      room.door.knock(room.info, person, reason);
      doorsteps.stand(session, room.info.id);
      return null;
    },

    async 'door:queue'(session, { slug }) {
      const room = await outside(session, slug);
      const place = room.door.wait(session.requireGuest().id);
      doorsteps.stand(session, room.info.id);
      return { place };
    },

    async 'door:leave'(session, { slug }) {
      const info = await rooms.find(slug);
      audience.require(info, session.requireGuest().id);
      doorsteps.leave(session, info.id);
      return null;
    },

    async 'door:answer'(session, { userId, admit }) {
      session.requireSeat().room.door.answer(userId, admit);
      return null;
    },

    async 'door:set'(session, { entry, passcode }) {
      const { room } = session.requireSeat();
      const { id, visibility } = room.info;
      if (visibility === 'direct' || visibility === 'members') {
        throw new AppError('forbidden', 'A conversation has no door.');
      }
      if (passcode !== undefined) await locks.change(id, passcode);
      else if (entry === 'passcode') await locks.requirePasscode(id);
      await rooms.edit(id, { entry });
      return null;
    },

    async 'invite:make'(session, wish) {
      const { room, participant } = session.requireSeat();
      const { userId: id, authority: role, person } = participant;
      return await invites.make(room.info, { id, role, name: person.name }, wish);
    },

    async 'invite:list'(session) {
      return { invites: invites.of(session.requireSeat().room.info.id) };
    },

    async 'invite:burn'(session, { id }) {
      await invites.burn(session.requireSeat().room.info.id, id);
      return null;
    },
  };

  /** A room of which the asker may know, while somebody is in it. */
  async function outside(session: Session, slug: RoomSlug): Promise<Room> {
    const { id } = session.requireGuest();
    const info = await rooms.find(slug);
    audience.require(info, id);
    const comer = { ...session.traces, userId: id, guest: session.requireGuest().loginId === null };
    // A room that nobody is in would go live for it.
    if (!rooms.live(info.id) && !expected.has(info, id)) admission.requireRoom();
    await newcomers.requireStep(info, comer);
    // Where nobody is inside one waits as long as an empty room does.
    const room = await rooms.open(slug);
    audience.require(room.info, id);
    requireWelcome(room, comer);
    if (room.find(id)) throw new AppError('conflict', 'You are in this room.');
    return room;
  }
}
