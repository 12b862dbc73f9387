import { z } from 'zod';
import { route } from './define.ts';
import { NoticeInfo } from './notices.ts';

const nothing = z.strictObject({});
const language = z.enum(['en', 'zh']);

/**
 * Where a browser can be told something while nothing of ours is open in it, as the browser itself says: the address of
 * its push service, and the keys with which only it can read what is sent there. `language` is that of the screen.
 */
export const PushAddress = z
  .strictObject({
    // A host with a name: none of the addresses of a network, whatever they are written as.
    endpoint: z
      .string()
      .max(1_024)
      .regex(/^https:\/\/([a-z0-9-]+\.)+[a-z][a-z0-9-]+(:\d{1,5})?\/[A-Za-z0-9._~:/?@!$&*+,;=%-]*$/),
    keys: z.strictObject({
      p256dh: z.string().regex(/^B[A-Za-z0-9_-]{86}$/),
      auth: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
    }),
    language,
  })
  .meta({ id: 'PushAddress' });
export type PushAddress = z.infer<typeof PushAddress>;

/** What is sent to a browser, for its worker to put into words: something its person was told. */
export const PushMessage = z
  .object({
    notice: NoticeInfo,
    /** The name of the interest because of which one is told. */
    interest: z.string().nullable(),
    language,
  })
  .meta({ id: 'PushMessage' });
export type PushMessage = z.infer<typeof PushMessage>;

const own = { params: nothing, query: nothing, path: '/me/push', may: 'guest', rate: 'light' } as const;

/** The routes about being told while nothing of ours is open. */
export const pushRoutes = {
  push: route({
    ...own,
    summary: 'The key by which push services know this server.',
    method: 'get',
    body: nothing,
    output: z.object({ publicKey: z.string() }),
  }),
  takePush: route({
    ...own,
    summary: 'Has this browser told, in the place of what it said before.',
    method: 'put',
    body: PushAddress,
    output: z.null(),
  }),
  dropPush: route({
    ...own,
    summary: 'Has this browser told no more.',
    method: 'delete',
    body: nothing,
    output: z.null(),
  }),
};
