import { createHmac, randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { crc32 } from 'node:zlib';
import type { IceParameters, TransportInfo } from '../../protocol/rtp.ts';

const types = {
  username: 0x0006,
  integrity: 0x0008,
  priority: 0x0024,
  useCandidate: 0x0025,
  fingerprint: 0x8028,
  controlling: 0x802a,
};

/** A browser as far as ICE goes: it asks a transport whether it is there, and nominates the way it asked by. */
export class IceProbe {
  readonly #socket: Socket = createSocket('udp4');

  /** Asks once; resolves when the transport has answered. */
  async ask({ iceCandidates }: TransportInfo, credentials: IceParameters): Promise<void> {
    const candidate = iceCandidates.find(({ protocol, ip }) => protocol === 'udp' && ip === '127.0.0.1');
    if (!candidate) throw new Error('the transport does not listen on this machine');
    const answered = once(this.#socket, 'message', { signal: AbortSignal.timeout(2_000) });
    this.#socket.send(bindingRequest(credentials), candidate.port, '127.0.0.1');
    await answered;
  }

  close(): void {
    this.#socket.close();
  }
}

/** RFC 8489, with the attributes of RFC 8445. */
function bindingRequest({ usernameFragment, password }: IceParameters): Buffer {
  let message = Buffer.concat([Buffer.from([0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42]), randomBytes(12)]);
  const append = (type: number, value: Buffer) => {
    const head = Buffer.alloc(4);
    head.writeUInt16BE(type, 0);
    head.writeUInt16BE(value.length, 2);
    message = Buffer.concat([message, head, value, Buffer.alloc(-value.length & 3)]);
  };
  // The length that is signed counts the signature itself.
  const announce = (length: number) => message.writeUInt16BE(message.length - 20 + 4 + length, 2);
  append(types.username, Buffer.from(`${usernameFragment}:browser`));
  append(types.priority, Buffer.from([0x6e, 0, 1, 0xff]));
  append(types.controlling, randomBytes(8));
  append(types.useCandidate, Buffer.alloc(0));
  announce(20);
  append(types.integrity, createHmac('sha1', password).update(message).digest());
  announce(4);
  const fingerprint = Buffer.alloc(4);
  fingerprint.writeUInt32BE((crc32(message) ^ 0x5354554e) >>> 0);
  append(types.fingerprint, fingerprint);
  return message;
}
