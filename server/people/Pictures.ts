import { createHash } from 'node:crypto';
import type { Me } from '../../protocol/people.ts';
import type { Guests } from '../accounts/Guests.ts';
import type { Identity } from '../accounts/Identities.ts';
import type { Logger } from '../log.ts';
import type { Room } from '../rooms/Room.ts';

type Sizes = ReadonlyMap<number, Buffer>;

interface Parts {
  readonly guests: Guests;
  readonly rooms: { readonly liveRooms: readonly Room[] };
  /** Makes squares of what was sent. */
  readonly mill: { make(bytes: Buffer): Promise<Sizes> };
  readonly shelf: { keep(hash: string, pictures: Sizes): Promise<void>; drop(hash: string): Promise<void> };
  readonly log: Logger;
}

/** The pictures people give themselves in place of the drawn ones. */
export class Pictures {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Takes a picture for oneself; the one of before is gone with that. */
  async take(claim: Identity, bytes: Buffer): Promise<Me> {
    const pictures = await this.#parts.mill.make(bytes);
    const hash = hashOf(claim.id, pictures);
    // First the files: nobody is told of a picture that is not there.
    await this.#parts.shelf.keep(hash, pictures);
    return await this.#wear(claim, hash);
  }

  /** Goes back to the drawn one. */
  async drop(claim: Identity): Promise<Me> {
    return await this.#wear(claim, null);
  }

  async #wear(claim: Identity, picture: string | null): Promise<Me> {
    const { guests, rooms, shelf, log } = this.#parts;
    const { picture: before } = await guests.person(claim);
    const me = await guests.setPicture(claim, picture);
    const { named, account, house, ...person } = me;
    for (const room of rooms.liveRooms) {
      const participant = room.find(claim.id);
      if (participant) room.rename(participant, person);
    }
    if (before && before !== picture) {
      await shelf.drop(before).catch((error: unknown) => log.warn({ err: error }, 'picture not removed'));
    }
    return me;
  }
}

/** By whom and what: the same picture of two people has two names, and goes with each of them. */
function hashOf(id: string, pictures: Sizes): string {
  const hash = createHash('sha256').update(id);
  for (const picture of pictures.values()) hash.update(picture);
  return hash.digest('base64url');
}
