import type { Socket } from 'node:net';

type Place = Pick<Socket, 'remoteAddress' | 'remotePort'>;

const keyOf = ({ remoteAddress, remotePort }: Place) => `${remoteAddress} ${remotePort}`;

/**
 * Those who came to a door and have not proved yet who they are. Of too many the longest-waiting one goes whose address
 * has most of them: whoever opens connections and proves nothing keeps nobody out but themselves.
 */
export class Strangers {
  readonly #most: number;
  readonly #waiting = new Map<string, Socket>();

  constructor(most: number) {
    this.#most = most;
  }

  come(socket: Socket): void {
    const key = keyOf(socket);
    this.#waiting.set(key, socket);
    socket.once('close', () => {
      if (this.#waiting.get(key) === socket) this.#waiting.delete(key);
    });
    if (this.#waiting.size > this.#most) this.#sendOneAway();
  }

  /** Somebody has proved who they are. */
  know(socket: Place): void {
    this.#waiting.delete(keyOf(socket));
  }

  #sendOneAway(): void {
    const byAddress = new Map<string | undefined, Socket[]>();
    for (const socket of this.#waiting.values()) {
      const { remoteAddress } = socket;
      byAddress.set(remoteAddress, [...(byAddress.get(remoteAddress) ?? []), socket]);
    }
    const [[longest] = []] = [...byAddress.values()].toSorted((a, b) => b.length - a.length);
    if (!longest) return;
    this.know(longest);
    longest.destroy();
  }
}
