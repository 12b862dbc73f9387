import { randomBytes } from 'node:crypto';
import type { PasskeyId, UserId } from '../../protocol/ids.ts';
import type {
  PasskeyCreation,
  PasskeyCreationAnswer,
  PasskeyRequest,
  PasskeyRequestAnswer,
} from '../../protocol/passkeys.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import { AppError } from '../errors.ts';
import type { PasskeyRecord } from '../store/AccountStore.ts';

/** As which site browsers know this server. */
export interface Site {
  readonly origin: string;
}

// ES256, EdDSA and RS256: what authenticators there are.
const algorithms = [-8, -7, -257];

// It brings parsers for certificates along: the start of the server does not wait for them.
const library = () => import('@simplewebauthn/server');
const hostOf = ({ origin }: Site) => new URL(origin).hostname;

/** What a browser needs to make a passkey for somebody, that signs in without a name being typed. */
export async function creationFor(
  person: PersonInfo,
  { challenge, known, site }: { challenge: string; known: readonly PasskeyRecord[]; site: Site },
): Promise<PasskeyCreation> {
  const { generateRegistrationOptions } = await library();
  const { rp, user, pubKeyCredParams, timeout, attestation } = await generateRegistrationOptions({
    rpName: 'Hobnob',
    rpID: hostOf(site),
    userID: new Uint8Array(Buffer.from(person.id)),
    userName: person.name,
    userDisplayName: person.name,
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    attestationType: 'none',
    supportedAlgorithmIDs: algorithms,
  });
  return {
    challenge,
    rp,
    user,
    pubKeyCredParams: pubKeyCredParams.map(({ alg }) => ({ alg, type: 'public-key' as const })),
    ...(timeout !== undefined && { timeout }),
    ...(attestation && { attestation: 'none' as const }),
    excludeCredentials: known.map(({ credentialId, transports }) => ({
      id: credentialId,
      type: 'public-key' as const,
      transports: [...transports],
    })),
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'preferred',
    },
  };
}

/** The passkey that a browser made. Throws `sign_in_failed` for an answer that is not to this challenge and site. */
export async function createdPasskey(
  answer: PasskeyCreationAnswer,
  { challenge, userId, name, site }: { challenge: string; userId: UserId; name: string; site: Site },
): Promise<PasskeyRecord> {
  const { verifyRegistrationResponse } = await library();
  const { registrationInfo } = await verified(() =>
    verifyRegistrationResponse({
      response: {
        ...formOf(answer),
        response: { ...answer.response, transports: answer.response.transports ?? [] },
      },
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: hostOf(site),
      requireUserVerification: false,
      supportedAlgorithmIDs: algorithms,
    }),
  );
  if (!registrationInfo) throw refused();
  const { id, publicKey, counter, transports = [] } = registrationInfo.credential;
  return {
    id: randomBytes(16).toString('base64url') as PasskeyId,
    userId,
    credentialId: id,
    name,
    publicKey: Buffer.from(publicKey).toString('base64url'),
    counter,
    transports,
    createdAt: Date.now(),
    usedAt: null,
  };
}

/** What a browser needs to sign somebody in whom we do not know yet. */
export function requestFor(challenge: string, site: Site): PasskeyRequest {
  return { challenge, rpId: hostOf(site), timeout: 60_000, userVerification: 'preferred' };
}

/** How often the passkey was used by now. Throws `sign_in_failed` unless it signed this very challenge for this site. */
export async function usedPasskey(
  answer: PasskeyRequestAnswer,
  { challenge, passkey, site }: { challenge: string; passkey: PasskeyRecord; site: Site },
): Promise<{ counter: number }> {
  const { verifyAuthenticationResponse } = await library();
  const { clientDataJSON, authenticatorData, signature, userHandle } = answer.response;
  if (userHandle !== undefined && Buffer.from(userHandle, 'base64url').toString() !== passkey.userId)
    throw refused();
  const { verified: good, authenticationInfo } = await verified(() =>
    verifyAuthenticationResponse({
      response: {
        ...formOf(answer),
        response: { clientDataJSON, authenticatorData, signature },
      },
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: hostOf(site),
      requireUserVerification: false,
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
        counter: passkey.counter,
      },
    }),
  );
  if (!good) throw refused();
  return { counter: authenticationInfo.newCounter };
}

/** What is the same in all answers. */
function formOf({ id, rawId, type }: Pick<PasskeyRequestAnswer, 'id' | 'rawId' | 'type'>) {
  return { id, rawId, type, clientExtensionResults: {} };
}

/** Whatever the library finds wrong with what a browser said is the browser's fault. */
async function verified<Result>(verify: () => Promise<Result>): Promise<Result> {
  try {
    return await verify();
  } catch {
    throw refused();
  }
}

function refused(): AppError {
  return new AppError('sign_in_failed', 'This passkey does not fit.');
}
