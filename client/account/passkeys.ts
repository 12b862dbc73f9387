import type {
  PasskeyCreation,
  PasskeyCreationAnswer,
  PasskeyRequest,
  PasskeyRequestAnswer,
} from '../../protocol/passkeys.ts';
import { PasskeyProblem } from './PasskeyProblem.ts';

// Nobody waits for it who does not want a passkey.
const library = () => import('@simplewebauthn/browser');

/** Whether this browser makes passkeys for this address: by http, or for a number, none does. */
export function passkeysWork(): boolean {
  const isNumber = /^[\d.]+$|^\[/.test(location.hostname);
  return isSecureContext && !isNumber && 'PublicKeyCredential' in globalThis;
}

/** Makes a passkey; the browser asks whoever is there. Rejects with a `PasskeyProblem`. */
export async function createPasskey(optionsJSON: PasskeyCreation): Promise<PasskeyCreationAnswer> {
  const { startRegistration } = await library();
  const { id, rawId, response } = await startRegistration({ optionsJSON }).catch(fail);
  const { clientDataJSON, attestationObject, transports } = response;
  return {
    ...formOf(id, rawId),
    response: { clientDataJSON, attestationObject, ...(transports && { transports }) },
  };
}

/** Signs a challenge with a passkey that the browser lets one choose. Rejects with a `PasskeyProblem`. */
export async function signWithPasskey(optionsJSON: PasskeyRequest): Promise<PasskeyRequestAnswer> {
  const { startAuthentication } = await library();
  const { id, rawId, response } = await startAuthentication({ optionsJSON }).catch(fail);
  const { clientDataJSON, authenticatorData, signature, userHandle } = response;
  return {
    ...formOf(id, rawId),
    response: { clientDataJSON, authenticatorData, signature, ...(userHandle && { userHandle }) },
  };
}

function formOf(id: string, rawId: string) {
  return { id, rawId, type: 'public-key' as const, clientExtensionResults: {} };
}

function fail(cause: unknown): never {
  throw new PasskeyProblem(cause);
}
