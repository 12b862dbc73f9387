import { z } from 'zod';

// WebAuthn's own objects in their JSON form (https://www.w3.org/TR/webauthn-3/#sctn-parseCreationOptionsFromJSON),
// in outline: what is inside is checked by the library that verifies signatures.

const bytes = (most: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .max(most);
const credentialId = bytes(1_400);
const publicKey = z.literal('public-key');
const transports = z.array(z.string().max(32)).max(10);
const Known = z.object({ id: z.string(), type: publicKey, transports: transports.exactOptional() });

/** What `navigator.credentials.create` is asked for. */
export const PasskeyCreation = z
  .object({
    challenge: z.string(),
    rp: z.object({ id: z.string().exactOptional(), name: z.string() }),
    user: z.object({ id: z.string(), name: z.string(), displayName: z.string() }),
    pubKeyCredParams: z.array(z.object({ alg: z.int(), type: publicKey })),
    timeout: z.int().exactOptional(),
    excludeCredentials: z.array(Known).exactOptional(),
    authenticatorSelection: z
      .object({
        residentKey: z.enum(['required', 'preferred', 'discouraged']).exactOptional(),
        requireResidentKey: z.boolean().exactOptional(),
        userVerification: z.enum(['required', 'preferred', 'discouraged']).exactOptional(),
      })
      .exactOptional(),
    attestation: z.enum(['none', 'direct', 'indirect', 'enterprise']).exactOptional(),
  })
  .meta({ id: 'PasskeyCreation' });
export type PasskeyCreation = z.infer<typeof PasskeyCreation>;

/** What `navigator.credentials.get` is asked for. */
export const PasskeyRequest = z
  .object({
    challenge: z.string(),
    rpId: z.string().exactOptional(),
    timeout: z.int().exactOptional(),
    userVerification: z.enum(['required', 'preferred', 'discouraged']).exactOptional(),
  })
  .meta({ id: 'PasskeyRequest' });
export type PasskeyRequest = z.infer<typeof PasskeyRequest>;

const credential = {
  id: credentialId,
  rawId: credentialId,
  type: publicKey,
  authenticatorAttachment: z.enum(['platform', 'cross-platform']).exactOptional(),
  clientExtensionResults: z.object({}),
};

/** What a browser says when it has made a passkey. */
export const PasskeyCreationAnswer = z
  .object({
    ...credential,
    response: z.object({
      clientDataJSON: bytes(4_000),
      attestationObject: bytes(40_000),
      transports: transports.exactOptional(),
    }),
  })
  .meta({ id: 'PasskeyCreationAnswer' });
export type PasskeyCreationAnswer = z.infer<typeof PasskeyCreationAnswer>;

/** What a browser says when somebody signs in with a passkey. */
export const PasskeyRequestAnswer = z
  .object({
    ...credential,
    response: z.object({
      clientDataJSON: bytes(4_000),
      authenticatorData: bytes(8_000),
      signature: bytes(4_000),
      userHandle: bytes(200).exactOptional(),
    }),
  })
  .meta({ id: 'PasskeyRequestAnswer' });
export type PasskeyRequestAnswer = z.infer<typeof PasskeyRequestAnswer>;
