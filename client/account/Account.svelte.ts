import type { AccountChange, AccountInfo } from '../../protocol/account.ts';
import type { LoginId, PasskeyId } from '../../protocol/ids.ts';
import type { Me } from '../../protocol/people.ts';
import { unsubscribe } from '../push/subscription.ts';
import type { HobnobClient } from '../session/HobnobClient.svelte.ts';
import { forgetHome } from '../session/homeCache.ts';
import { RequestError } from '../session/RequestError.ts';
import { invitation } from './invitation.ts';
import { inTime } from './PasskeyProblem.ts';
import { createPasskey, signWithPasskey } from './passkeys.ts';
import { requests } from './requests.ts';

/** By what one can sign in. Its verbs reject with a `RequestError`, or a `PasskeyProblem`. */
export class Account {
  info = $state.raw<AccountInfo | null>(null);
  /** New recovery codes, until they have been noted: nobody ever shows them again. */
  codes = $state.raw<readonly string[] | null>(null);
  /** Asked to say once more who one is: takes whether that was done. */
  confirming = $state.raw<((done: boolean) => void) | null>(null);
  /** What lets one make an account where not everybody may. */
  invite = $state.raw(invitation.read());
  readonly #client: HobnobClient;

  constructor(client: HobnobClient) {
    this.#client = client;
  }

  /** Whether one is signed in here. */
  get exists(): boolean {
    return this.#client.me.account === true;
  }

  async load(): Promise<void> {
    if (this.exists) this.info = await requests.account();
  }

  /** One tap: makes a passkey and keeps it. With the first one a guest stays who they are. */
  async addPasskey(): Promise<void> {
    const { invite } = this;
    const made = await createPasskey(await this.#freshly(() => requests.startPasskey(invite)));
    this.#take(await inTime(requests.addPasskey(made, invite)));
  }

  async renamePasskey(id: PasskeyId, name: string): Promise<void> {
    this.info = await requests.renamePasskey(id, name);
  }

  async removePasskey(id: PasskeyId): Promise<void> {
    this.info = await requests.removePasskey(id);
  }

  async setPassword(secrets: Parameters<typeof requests.setPassword>[0]): Promise<void> {
    this.#take(await this.#freshly(() => requests.setPassword({ ...secrets, invite: this.invite })));
  }

  async removePassword(): Promise<void> {
    this.info = await requests.removePassword();
  }

  async removeProvider(): Promise<void> {
    this.info = await requests.removeProvider();
  }

  async renewCodes(): Promise<void> {
    this.#take(await this.#freshly(() => requests.renewCodes()));
  }

  async endLogin(id: LoginId): Promise<void> {
    this.info = await requests.endLogin(id);
  }

  async endOtherLogins(): Promise<void> {
    this.info = await requests.endOtherLogins();
  }

  /** Nobody is signed in here any more; whoever asks for a page next is a new guest. */
  async signOut(): Promise<void> {
    const { signaling } = this.#client;
    this.#client.leave();
    // The server ends it too, which would look as if somebody else had signed this browser out.
    signaling.close();
    try {
      await requests.signOut();
      forgetHome();
      await unsubscribe();
    } catch (error) {
      signaling.connect();
      throw error;
    }
  }

  async confirmByPasskey(): Promise<void> {
    const signed = await signWithPasskey(await requests.startSignIn());
    await inTime(requests.confirmByPasskey(signed));
    this.confirming?.(true);
  }

  async confirmByPassword(password: string): Promise<void> {
    await requests.confirmByPassword(password);
    this.confirming?.(true);
  }

  async signInByPasskey(): Promise<void> {
    const signed = await signWithPasskey(await requests.startSignIn());
    await inTime(requests.signInByPasskey(signed));
    forgetHome();
  }

  /** The name of the provider that signs people in here; null where there is none. */
  async provider(): Promise<string | null> {
    return (await requests.signInWays()).provider;
  }

  /** The address at which the provider asks who one is. */
  async startProvider(): Promise<string> {
    return (await requests.startProvider()).url;
  }

  /** Signs in with what the provider sent along; a guest whom it did not know keeps the name, and gets codes. */
  async signInByProvider(query: string): Promise<void> {
    const { me, codes } = await requests.signInByProvider(query, this.invite);
    if (!codes) {
      forgetHome();
      return;
    }
    this.codes = codes;
    this.#become(me);
  }

  async signInByPassword(handle: string, password: string): Promise<void> {
    await requests.signInByPassword(handle, password);
    forgetHome();
  }

  async signInByCode(code: string): Promise<void> {
    await requests.signInByCode(code);
    forgetHome();
  }

  /** Somebody came with an invitation, or with the code of an admin. */
  takeInvite(token: string): void {
    this.invite = token;
    invitation.keep(token);
  }

  /** Does what takes a fresh sign-in; where it is not fresh any more one is asked first. */
  async #freshly<Data>(act: () => Promise<Data>): Promise<Data> {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof RequestError && error.code === 'sign_in_again')) throw error;
      const confirmed = await new Promise<boolean>((resolve) => (this.confirming = resolve));
      this.confirming = null;
      if (!confirmed) throw error;
      return await act();
    }
  }

  #take({ account, codes }: AccountChange): void {
    const wasGuest = !this.exists;
    this.info = account;
    if (codes) this.codes = codes;
    if (!wasGuest) return;
    this.#become({ ...this.#client.me, named: true, account: true });
  }

  #become(me: Me): void {
    this.invite = undefined;
    invitation.forget();
    this.#client.me = me;
    // The connection knows a guest, who is nobody any more: another one at once, back to the same seat.
    this.#client.signaling.reconnect();
  }
}
