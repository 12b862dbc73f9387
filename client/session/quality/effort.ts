import type { Flow } from './figures.ts';
import { type BetterCodec, betterCodecs } from './unseen.ts';

/** For each codec, at how many looks in a row the processor kept the browser from sending a picture in it as asked. */
export type Effort = ReadonlyMap<BetterCodec, number>;

export const noEffort: Effort = new Map();

// Ten seconds: a moment's work beside the call is no reason to send anew.
const tooMany = 5;

/** One look more. What was too much once stays so: smaller pictures would soon let it seem easy again. */
export function effortAfter(before: Effort, sending: readonly Flow[]): Effort {
  return new Map(
    betterCodecs.map((codec) => {
      const looks = before.get(codec) ?? 0;
      const held = sending.some(({ figures }) => figures.codec === codec && figures.limitedBy === 'cpu');
      return [codec, looks >= tooMany ? looks : held ? looks + 1 : 0];
    }),
  );
}

/** What this machine said it encodes easily, and does not. */
export function isTooMuch(effort: Effort, codec: BetterCodec): boolean {
  return (effort.get(codec) ?? 0) >= tooMany;
}
