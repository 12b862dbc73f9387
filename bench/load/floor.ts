import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { buildGenerator } from './build.ts';

/** What the machine itself takes for a packet, in microseconds of CPU. */
export interface Floor {
  readonly encryptUs: number;
  /** Encrypting and sending. */
  readonly totalUs: number;
}

/** Measures the least that forwarding takes here: AES-256-GCM and one `sendto` of loopback, of packets of this many bytes. */
export async function measureFloor(bytes: number): Promise<Floor> {
  const program = join(dirname(await buildGenerator()), 'floor');
  const { stdout } = await promisify(execFile)(program, [String(bytes)]);
  return JSON.parse(stdout) as Floor;
}
