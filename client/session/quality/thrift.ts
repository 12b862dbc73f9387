import type { Quality } from '../../../protocol/quality.ts';
import type { ReceiveLimit } from '../wishes.ts';

/** How much a call saves by itself, and since when the connection has been as it is. */
export interface Thrift {
  readonly limit: ReceiveLimit;
  readonly quality: Quality;
  /** Since when it is of this quality, in milliseconds; a step begins it anew. */
  readonly since: number;
  readonly steppedAt: number;
}

const saveAfterMs: Record<ReceiveLimit, number> = { none: 10_000, low: 20_000, audioOnly: Infinity };
const spendAfterMs = 30_000;
const restMs = 15_000;

const less: Record<ReceiveLimit, ReceiveLimit> = { none: 'low', low: 'audioOnly', audioOnly: 'audioOnly' };
const more: Record<ReceiveLimit, ReceiveLimit> = { audioOnly: 'low', low: 'none', none: 'none' };

/** Nothing is saved. */
export function spend(at: number): Thrift {
  return { limit: 'none', quality: 'good', since: at, steppedAt: -Infinity };
}

/** Takes the quality of the connection by now into account: one step at a time, and none too soon after another. */
export function consider(thrift: Thrift, quality: Quality, at: number): Thrift {
  const since = quality === thrift.quality ? thrift.since : at;
  const lasted = at - since;
  const next =
    quality === 'bad' && lasted >= saveAfterMs[thrift.limit]
      ? less[thrift.limit]
      : quality === 'good' && lasted >= spendAfterMs
        ? more[thrift.limit]
        : thrift.limit;
  if (next === thrift.limit || at - thrift.steppedAt < restMs) return { ...thrift, quality, since };
  return { limit: next, quality, since: at, steppedAt: at };
}
