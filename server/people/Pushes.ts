import type { LoginId, NoticeId, UserId } from '../../protocol/ids.ts';
import { limits } from '../../protocol/limits.ts';
import type { NoticeInfo } from '../../protocol/notices.ts';
import type { PushAddress, PushMessage } from '../../protocol/push.ts';
import type { Accounts } from '../accounts/Accounts.ts';
import type { Logins } from '../accounts/Logins.ts';
import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';
import { Coalescer } from '../rooms/Coalescer.ts';
import type { PushRecord } from '../store/PushStore.ts';
import type { Interest, Store } from '../store/Store.ts';
import type { Notices } from './Notices.ts';
import type { Presence } from './Presence.ts';

/** How something comes to a browser: `PushSender` is one. */
interface Sender {
  readonly publicKey: string;
  canWriteTo(address: PushAddress): boolean;
  send(
    address: PushAddress,
    text: string,
    manner: { readonly seconds: number; readonly urgent: boolean; readonly topic: string },
  ): Promise<'taken' | 'failed' | 'gone'>;
}

interface Parts {
  readonly store: Pick<Store, 'pushes'>;
  readonly notices: Pick<Notices, 'on'>;
  readonly logins: Pick<Logins, 'on' | 'list'>;
  readonly accounts: Pick<Accounts, 'on'>;
  readonly presence: Pick<Presence, 'of'>;
  readonly interests: readonly Interest[];
  readonly sender: Sender;
  readonly log: Logger;
}

interface Told {
  readonly to: UserId;
  readonly notice: NoticeInfo;
}

// Somebody who wrote ten lines makes two pushes, and the second one counts them.
const pauseMs = 5_000;
const keptSeconds = 3_600;
const mostFailures = 20;

/** Tells people who are not here what there is to know, in the browsers they chose. */
export class Pushes {
  readonly #parts: Parts;
  /** The latest of what was told of each thing. */
  readonly #latest = new Map<NoticeId, Told>();
  readonly #pace = new Coalescer<NoticeId>(pauseMs, (id) => this.#tell(id));

  constructor(parts: Parts) {
    this.#parts = parts;
    const { store, notices, logins, accounts } = parts;
    notices.on('told', (to, notice, quiet) => {
      if (quiet || !this.#isAway(to)) return;
      this.#latest.set(notice.id, { to, notice });
      this.#pace.touch(notice.id);
    });
    logins.on('ended', (ids) => this.#attempt(store.pushes.removeLogins([...ids])));
    // Whoever has an account is known by a login from now on; the page says once more where it is told.
    accounts.on('guestGone', (id) => this.#attempt(store.pushes.removeOf(id, null)));
  }

  get publicKey(): string {
    return this.#parts.sender.publicKey;
  }

  /** From now on somebody is told in this browser. Throws `bad_request` for keys of nobody. */
  async take(userId: UserId, loginId: LoginId | null, address: PushAddress): Promise<void> {
    const { store, sender } = this.#parts;
    if (!sender.canWriteTo(address))
      throw new AppError('bad_request', 'Nobody could read what is sent there.');
    await store.pushes.save({ ...address, userId, loginId, since: Date.now(), failures: 0 }, limits.pushes);
  }

  /** Somebody is told in this browser no more. */
  async drop(userId: UserId, loginId: LoginId | null): Promise<void> {
    await this.#parts.store.pushes.removeOf(userId, loginId);
  }

  close(): void {
    this.#pace.close();
  }

  /** Nothing is open, or nobody is at it: what is told there nobody hears. */
  #isAway(id: UserId): boolean {
    const { status } = this.#parts.presence.of(id, id);
    return status === 'offline' || status === 'idle';
  }

  #tell(id: NoticeId): void {
    const told = this.#latest.get(id);
    this.#latest.delete(id);
    // Who came back meanwhile has it on the screen.
    if (told && this.#isAway(told.to)) this.#attempt(this.#push(told));
  }

  async #push({ to, notice }: Told): Promise<void> {
    const { store, logins } = this.#parts;
    const records = await store.pushes.list(to);
    if (records.length === 0) return;
    const signedIn = new Set((await logins.list(to)).map(({ id }) => id));
    await Promise.all(
      records.map(async (record) => {
        const { endpoint, loginId } = record;
        // A login that nobody used for long is gone without a word.
        if (loginId !== null && !signedIn.has(loginId)) await store.pushes.remove(endpoint);
        else await this.#send(record, notice);
      }),
    );
  }

  async #send(record: PushRecord, notice: NoticeInfo): Promise<void> {
    const { store, sender } = this.#parts;
    const { endpoint, failures } = record;
    const rings = notice.kind === 'ring';
    const outcome = await sender.send(record, JSON.stringify(this.#message(record, notice)), {
      seconds: rings ? limits.ringMs / 1_000 : keptSeconds,
      urgent: rings,
      topic: topicOf(notice),
    });
    if (outcome === 'gone' || (outcome === 'failed' && failures + 1 >= mostFailures)) {
      await store.pushes.remove(endpoint);
    } else if (outcome === 'failed') await store.pushes.setFailures(endpoint, failures + 1);
    else if (failures > 0) await store.pushes.setFailures(endpoint, 0);
  }

  #message({ language }: PushRecord, notice: NoticeInfo): PushMessage {
    const interest = this.#parts.interests.find(({ slug }) => slug === notice.interest);
    return { notice, interest: interest?.names[language] ?? null, language };
  }

  #attempt(work: Promise<unknown>): void {
    work.catch((error: unknown) => this.#parts.log.warn({ err: error }, 'nobody was told'));
  }
}

/** What a push service takes for a topic: 32 characters at most. */
function topicOf({ id }: NoticeInfo): string {
  return id.replaceAll(/[^A-Za-z0-9_]/g, '').slice(0, 32);
}
