const textOpcode = 0x81;

/** Cuts whole WebSocket frames of a server (RFC 6455: unmasked) off what arrived. */
export function readFrames(data: Buffer): { texts: string[]; rest: Buffer } {
  const texts: string[] = [];
  let at = 0;
  while (at + 2 <= data.length) {
    const short = data.readUInt8(at + 1) & 0x7f;
    const head = short === 126 ? 4 : short === 127 ? 10 : 2;
    if (at + head > data.length) break;
    const length =
      short === 126
        ? data.readUInt16BE(at + 2)
        : short === 127
          ? Number(data.readBigUInt64BE(at + 2))
          : short;
    if (at + head + length > data.length) break;
    texts.push(data.toString('latin1', at + head, at + head + length));
    at += head + length;
  }
  return { texts, rest: data.subarray(at) };
}

/** Makes the frame in which a client sends a short text. Masked, as it must be, but with zeros. */
export function writeFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const long = payload.length > 125;
  const head = Buffer.alloc(long ? 8 : 6);
  head.writeUInt8(textOpcode, 0);
  head.writeUInt8(0x80 | (long ? 126 : payload.length), 1);
  if (long) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}
