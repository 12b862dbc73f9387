import type { CDPSession } from 'playwright-core';
import type { Guest } from './Guest.ts';

type Credential = Awaited<ReturnType<typeof credentialsOf>>[number];

/** A device that makes passkeys, as Chromium pretends to have one: whoever is asked agrees at once. */
export class Authenticator {
  readonly #tools: CDPSession;
  readonly #id: string;

  private constructor(tools: CDPSession, id: string) {
    this.#tools = tools;
    this.#id = id;
  }

  /** Gives the browser of a guest one, with the passkeys of another device that are synced to it. */
  static async plugIn(guest: Guest, synced: readonly Credential[] = []): Promise<Authenticator> {
    const tools = await guest.devTools();
    await tools.send('WebAuthn.enable');
    const { authenticatorId } = await tools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
      },
    });
    for (const credential of synced) {
      await tools.send('WebAuthn.addCredential', { authenticatorId, credential });
    }
    return new Authenticator(tools, authenticatorId);
  }

  /** The passkeys it has. */
  passkeys() {
    return credentialsOf(this.#tools, this.#id);
  }
}

async function credentialsOf(tools: CDPSession, authenticatorId: string) {
  const { credentials } = await tools.send('WebAuthn.getCredentials', { authenticatorId });
  return credentials;
}
