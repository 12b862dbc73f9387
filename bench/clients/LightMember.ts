import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { readFrames, writeFrame } from './frames.ts';

/** Told what arrived: the text of one Socket.IO packet. */
export type PacketListener = (packet: string) => void;

/**
 * A Socket.IO client that does next to nothing with what it hears, so that a thousand of them fit beside the server
 * they load. Speaks Engine.IO 4 and Socket.IO 5 over WebSocket:
 * https://socket.io/docs/v4/engine-io-protocol/
 */
export class LightMember {
  readonly #socket: Socket;
  readonly #onPacket: PacketListener;
  readonly #acks = new Map<number, (answer: string) => void>();
  #rest: Buffer = Buffer.alloc(0);
  #requests = 0;
  #connected = () => {};

  private constructor(socket: Socket, onPacket: PacketListener) {
    this.#socket = socket;
    this.#onPacket = onPacket;
  }

  /** Connects to the Socket.IO server at an address. */
  static async connect(url: string, cookie: string, onPacket: PacketListener): Promise<LightMember> {
    const { hostname, port, host } = new URL(url);
    const socket = connect(Number(port), hostname).setNoDelay(true);
    socket.write(
      [
        'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
        `Host: ${host}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
        `Cookie: ${cookie}`,
        '\r\n',
      ].join('\r\n'),
    );
    const [head]: Buffer[] = await once(socket, 'data');
    const end = head?.indexOf('\r\n\r\n') ?? -1;
    if (!head || end < 0 || !head.toString('latin1').startsWith('HTTP/1.1 101')) {
      throw new Error('The server did not open a WebSocket.');
    }
    const member = new LightMember(socket, onPacket);
    const connected = new Promise<void>((resolve) => {
      member.#connected = resolve;
    });
    socket.on('data', (data: Buffer) => member.#read(data));
    member.#read(head.subarray(end + 4));
    member.#write('40');
    await connected;
    return member;
  }

  /** Sends a request; gives the text of the answer. */
  request(name: string, input: unknown): Promise<string> {
    const id = this.#requests++;
    const answer = new Promise<string>((resolve) => this.#acks.set(id, resolve));
    this.#write(`42${id}${JSON.stringify([name, input])}`);
    return answer;
  }

  close(): void {
    this.#socket.destroy();
  }

  #write(text: string): void {
    this.#socket.write(writeFrame(text));
  }

  #read(data: Buffer): void {
    const { texts, rest } = readFrames(this.#rest.length > 0 ? Buffer.concat([this.#rest, data]) : data);
    this.#rest = rest;
    for (const text of texts) this.#take(text);
  }

  #take(text: string): void {
    if (text === '2') this.#write('3');
    else if (text.startsWith('40')) this.#connected();
    else if (text.startsWith('42')) this.#onPacket(text);
    else if (text.startsWith('43')) {
      const begin = text.indexOf('[');
      const id = Number(text.slice(2, begin));
      this.#acks.get(id)?.(text.slice(begin));
      this.#acks.delete(id);
    }
  }
}
