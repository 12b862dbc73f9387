import type { InviteId, InviteToken } from '../../../protocol/ids.ts';
import { copyText } from '../../copyText.ts';
import { sentenceFor } from '../../problems.ts';
import { Findings } from '../lists/Findings.svelte.ts';

/** A link that leads in, without what leads in by it. */
export interface Invite {
  readonly id: InviteId;
  readonly by: string;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly most: number | null;
  readonly used: number;
}
interface Parts<Info, Wish> {
  readonly list: () => Promise<readonly Info[]>;
  readonly make: (wish: Wish) => Promise<InviteToken>;
  readonly burn: (id: InviteId) => Promise<unknown>;
  /** The way in, of this house. */
  readonly addressOf: (token: InviteToken) => string;
}

/** Links that lead in: those that still do, and the one that was made last. */
export class InviteLinks<Info extends Invite, Wish> {
  link = $state<string>();
  busy = $state(false);
  /** Why nothing was made or ended. */
  problem = $state<string>();
  readonly invites: Findings<Info>;
  readonly #parts: Parts<Info, Wish>;
  readonly #ending = new Set<InviteId>();

  constructor(parts: Parts<Info, Wish>) {
    this.#parts = parts;
    const page = async () => ({ items: await parts.list(), more: false });
    this.invites = new Findings({ page, idOf: ({ id }) => id });
  }

  async look(): Promise<void> {
    await this.invites.look();
  }

  /** Makes one, once at a time; tells whether it can be pasted. */
  async make(wish: Wish): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = undefined;
    const { make, addressOf } = this.#parts;
    try {
      this.link = new URL(addressOf(await make(wish)), location.origin).href;
    } catch (error) {
      this.problem = sentenceFor(error);
      return false;
    } finally {
      this.busy = false;
    }
    const [copied] = await Promise.all([copyText(this.link), this.invites.renew()]);
    return copied;
  }

  /** Ends one. */
  async burn(id: InviteId): Promise<void> {
    if (this.#ending.has(id)) return;
    this.#ending.add(id);
    this.problem = undefined;
    try {
      await this.#parts.burn(id);
    } catch (error) {
      this.problem = sentenceFor(error);
    }
    await this.invites.renew();
    this.#ending.delete(id);
  }
}
