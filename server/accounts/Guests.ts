import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { HouseRole } from '../../protocol/houseRoles.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { Me, MeChange, PersonInfo } from '../../protocol/people.ts';
import type { Store } from '../store/Store.ts';
import type { GuestCookie } from './guestCookie.ts';
import type { Identity } from './Identities.ts';
import { type NameLanguage, suggestName } from './suggestName.ts';

const mostKnown = 10_000;

interface GuestsEvents {
  /** Somebody has another name or picture from now on. */
  changed: [person: PersonInfo];
}

/** What others see of people, with or without an account. One who has changed nothing is known by the own cookie alone. */
export class Guests extends EventEmitter<GuestsEvents> {
  readonly #store: Pick<Store, 'guests'>;
  readonly #cookie: GuestCookie;
  readonly #houseRoleOf: (id: UserId) => HouseRole | null;
  /** People who were asked for lately: whoever looks around asks again and again who they are. */
  readonly #known = new Map<UserId, PersonInfo>();

  constructor(
    store: Pick<Store, 'guests'>,
    cookie: GuestCookie,
    houseRoleOf: (id: UserId) => HouseRole | null = () => null,
  ) {
    super();
    this.#store = store;
    this.#cookie = cookie;
    this.#houseRoleOf = houseRoleOf;
  }

  /** A new guest, and the `Set-Cookie` header that makes the device remember. */
  create(language: NameLanguage): { me: Me; setCookie: string } {
    const claim = { id: randomBytes(16).toString('base64url') as UserId, language };
    return { me: toMe({ ...claim, loginId: null }, suggestion(claim)), setCookie: this.#cookie.write(claim) };
  }

  /** A person as others see one. */
  async person(claim: Identity): Promise<PersonInfo> {
    const known = this.#known.get(claim.id);
    if (known) return known;
    const found = (await this.#store.guests.find(claim.id)) ?? suggestion(claim);
    this.#know(found);
    return found;
  }

  async me(claim: Identity): Promise<Me> {
    return this.#toMe(claim, await this.person(claim));
  }

  /** Changes name or picture. */
  async change(claim: Identity, { name, avatar }: MeChange): Promise<Me> {
    const before = await this.person(claim);
    return await this.#save(claim, { ...before, name: name ?? before.name, avatar: avatar ?? before.avatar });
  }

  /** Changes the picture; null: the drawn one. */
  async setPicture(claim: Identity, picture: string | null): Promise<Me> {
    return await this.#save(claim, { ...(await this.person(claim)), picture });
  }

  /** Somebody is here no more; the store forgets by itself. */
  forget(id: UserId): void {
    this.#known.delete(id);
  }

  async #save(claim: Identity, person: PersonInfo): Promise<Me> {
    const before = await this.person(claim);
    await this.#store.guests.save(person);
    this.#know(person);
    if (!isSeenAlike(before, person)) this.emit('changed', person);
    return this.#toMe(claim, person);
  }

  #toMe(claim: Identity, person: PersonInfo): Me {
    const house = claim.loginId === null ? null : this.#houseRoleOf(claim.id);
    return { ...toMe(claim, person), ...(house && { house }) };
  }

  #know(person: PersonInfo): void {
    // Put anew, it is the last to be forgotten.
    this.#known.delete(person.id);
    this.#known.set(person.id, person);
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostKnown && oldest !== undefined) this.#known.delete(oldest);
  }
}

/** Whether somebody has the same name and picture in both. */
export function isSeenAlike(one: PersonInfo, other: PersonInfo): boolean {
  const pictures = (one.picture ?? null) === (other.picture ?? null);
  return one.name === other.name && one.avatar === other.avatar && pictures;
}

function suggestion({ id, language }: Pick<Identity, 'id' | 'language'>): PersonInfo {
  return { id, name: suggestName(id, language), avatar: id };
}

function toMe({ id, language, loginId }: Identity, person: PersonInfo): Me {
  const account = loginId !== null;
  // Whoever has an account wanted to keep this name.
  return { ...person, named: account || person.name !== suggestName(id, language), account };
}
