import type { IncomingMessage } from 'node:http';
import type { RequestHandler } from 'express';
import helmet from 'helmet';
import type { Config } from '../config.ts';
import { isSecure, ownOrigin } from './addresses.ts';

// What a page may ask the browser for: the devices of a call, and nothing else.
const permissions = [
  ...['camera', 'microphone', 'display-capture', 'screen-wake-lock', 'fullscreen', 'speaker-selection'].map(
    (feature) => `${feature}=(self)`,
  ),
  ...['geolocation', 'payment', 'usb', 'serial', 'hid', 'midi'].map((feature) => `${feature}=()`),
].join(', ');

/** The headers that keep a page to what is ours. Served by plain http, nothing in them asks for https. */
export function securityHeaders(config: Pick<Config, 'publicUrl' | 'https'>): RequestHandler[] {
  const secure = isSecure(config);
  // Some browsers do not count the WebSocket of the own origin as 'self'.
  const socket = (request: IncomingMessage) => ownOrigin(request, config)?.replace('http', 'ws') ?? "'self'";
  return [
    helmet({
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          'default-src': ["'self'"],
          // RNNoise, which takes noise out of a voice, is WebAssembly: that may be compiled, text may not.
          'script-src': ["'self'", "'wasm-unsafe-eval'"],
          'style-src': ["'self'"],
          'img-src': ["'self'", 'data:', 'blob:'],
          'media-src': ["'self'", 'blob:'],
          'connect-src': ["'self'", socket],
          'font-src': ["'self'"],
          'worker-src': ["'self'", 'blob:'],
          'object-src': ["'none'"],
          'base-uri': ["'none'"],
          'form-action': ["'self'"],
          'frame-ancestors': ["'none'"],
          ...(secure && { 'upgrade-insecure-requests': [] }),
        },
      },
      // A certificate of our own making must not be demanded for a year of every name of this machine.
      strictTransportSecurity: config.publicUrl?.protocol === 'https:' ? { maxAge: 31_536_000 } : false,
      crossOriginOpenerPolicy: secure,
      originAgentCluster: secure,
      referrerPolicy: { policy: 'no-referrer' },
      xFrameOptions: { action: 'deny' },
    }),
    (_request, response, next) => {
      response.set('Permissions-Policy', permissions);
      next();
    },
  ];
}
