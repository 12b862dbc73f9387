import { type ServerOptions, type WebSocket, WebSocketServer } from 'ws';
import type { Logger } from '../log.ts';

// Browsers send what we allow in one piece, or in few.
const mostFragments = 64;
const windowMs = 1_000;

interface Limits {
  /** Messages, pings and pongs of one client in a second. */
  readonly mostFrames: number;
  readonly log: Logger;
}

/**
 * WebSockets as pages use them, and nothing that costs memory or time beside: Engine.IO makes its server of the
 * class that this gives. Whoever sends more frames than any page does is cut, whether or not they mean anything.
 */
export function createWebSockets({
  mostFrames,
  log,
}: Limits): new (
  options: ServerOptions,
) => WebSocketServer {
  function cutFloods(socket: WebSocket): void {
    let frames = 0;
    let since = performance.now();
    const count = () => {
      if (++frames <= mostFrames) return;
      const now = performance.now();
      if (now - since >= windowMs) {
        frames = 0;
        since = now;
        return;
      }
      // Frames that were read already still come.
      socket.off('message', count).off('ping', count).off('pong', count);
      log.warn({ reason: 'flood' }, 'client sends too many frames');
      socket.terminate();
    };
    socket.on('message', count).on('ping', count).on('pong', count);
  }

  return class extends WebSocketServer {
    constructor(options: ServerOptions) {
      // No browser sends pings of WebSocket, and their answers wait in memory for whoever does not read them.
      super({ ...options, autoPong: false, maxFragments: mostFragments });
    }

    override handleUpgrade(
      ...[request, tcp, head, open]: Parameters<WebSocketServer['handleUpgrade']>
    ): void {
      super.handleUpgrade(request, tcp, head, (socket, upgraded) => {
        cutFloods(socket);
        open(socket, upgraded);
      });
    }
  };
}
