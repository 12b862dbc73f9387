import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { RtpCapabilities } from '../../protocol/rtp.ts';

/** What the node that has the rooms says first. */
export const DeskHello = z.object({
  name: z.string(),
  /** The very process, as its lease tells it. */
  process: z.string().default(''),
  words: z.string(),
  /** Each desk has a higher one than those before it: one of before is told that it is over. */
  term: z.int().nonnegative(),
  /** Another node is about to end, and may be the desk of before: what that one has here goes on until it has ended. */
  beside: z.boolean().default(false),
});
export type DeskHello = z.infer<typeof DeskHello>;

/** What a node answers that lends its workers. */
export const LenderHello = z.object({
  name: z.string(),
  words: z.string(),
  rtpCapabilities: RtpCapabilities,
});
export type LenderHello = z.infer<typeof LenderHello>;

const root = join(import.meta.dirname, '../..');
// What is said on the line is said in these, and what rooms can send has to be the same on all nodes.
const files = [
  'server/cluster/words.ts',
  'server/cluster/hello.ts',
  'server/media/api.ts',
  'server/media/codecs.ts',
  'protocol/ids.ts',
  'protocol/media.ts',
  'protocol/rtp.ts',
  'protocol/sources.ts',
];

/** Names the words this node speaks with others: nodes with different ones do not understand each other. */
export const nodeWords: string = wordsOf(files.map((file) => readFileSync(join(root, file), 'utf8')));

function wordsOf(texts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text).update('\0');
  return hash.digest('hex').slice(0, 16);
}
