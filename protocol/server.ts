import { z } from 'zod';
import { notification, request } from './define.ts';
import { UserId } from './ids.ts';
import { Restrained } from './moderation.ts';
import { RtpCapabilities } from './rtp.ts';

export const serverRequests = {
  'server:ping': request({
    summary: 'Nothing but an answer: shows that the line is alive in both directions.',
    input: z.strictObject({}),
    output: z.null(),
    state: 'connected',
    may: 'anyone',
    rate: 'light',
  }),
};

export const serverNotifications = {
  'server:welcome': notification(
    'The first thing a connected client hears; with it the browser is ready to receive before anybody taps.',
    z.object({
      protocolVersion: z.int(),
      /** Another epoch than before: another process, which has the seats but none of the media. */
      epoch: z.string(),
      rtpCapabilities: RtpCapabilities,
      /** For whom the server takes this client: null for nobody it knows. */
      userId: UserId.nullable().optional(),
    }),
  ),
  'server:barred': notification(
    'Whoever is at this client may not come into the house; the connection ends, and another one would too.',
    Restrained,
  ),
  'server:moving': notification(
    'This process hands over to the next one: connect again beside this connection, and let it go when that is done.',
    z.object({
      /** Everybody waits a random part of this, in milliseconds, so that not all come at once. */
      withinMs: z.int().nonnegative(),
    }),
  ),
};
