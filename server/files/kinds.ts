/** What a file is by how it begins. Whatever is not here is handed out to be kept, as bytes. */
const beginnings: readonly (readonly [type: string, fits: (bytes: Buffer) => boolean])[] = [
  ['audio/ogg', (bytes) => bytes.toString('latin1', 0, 4) === 'OggS'],
  ['audio/webm', (bytes) => bytes.subarray(0, 4).toString('hex') === '1a45dfa3'],
  ['audio/mp4', (bytes) => /^ftyp(M4A |mp4|iso|dash)/.test(bytes.toString('latin1', 4, 12))],
  ['audio/mpeg', (bytes) => bytes.toString('latin1', 0, 3) === 'ID3'],
  ['audio/wav', (bytes) => /^RIFF....WAVE$/s.test(bytes.toString('latin1', 0, 12))],
  ['audio/flac', (bytes) => bytes.toString('latin1', 0, 4) === 'fLaC'],
];

/** What nothing is made of. */
const justBytes = 'application/octet-stream';

/** The type that a file has by its content; what it is called has no say. */
export function typeOf(beginning: Buffer): string {
  return beginnings.find(([, fits]) => fits(beginning))?.[0] ?? justBytes;
}
