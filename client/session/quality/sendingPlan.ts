import { type ScreenProfile, screenProfiles } from '../LocalScreen.ts';
import type { ReceiveLimit } from '../wishes.ts';

/** What is to be true of one size of a picture while it is sent. */
export interface EncodingPlan {
  readonly active: boolean;
  readonly maxBitrate: number;
  readonly maxFramerate?: number;
}

const savingBitrate = 150_000;
const savingScreenBitrate = 500_000;
const savingFrameRate = 5;

/** How a camera is sent when data is to be saved: its smallest size alone; where it has but one, a poorer one. */
export function cameraPlan(limit: ReceiveLimit, usual: readonly number[]): EncodingPlan[] {
  return usual.map((maxBitrate, layer) => {
    if (limit === 'none') return { active: true, maxBitrate };
    return { active: layer === 0, maxBitrate: Math.min(maxBitrate, savingBitrate) };
  });
}

/** How a screen is sent: even when data is to be saved its text can be read, though it moves less. */
export function screenPlan(limit: ReceiveLimit, profile: ScreenProfile): EncodingPlan {
  const { frameRate, maxBitrate } = screenProfiles[profile];
  if (limit === 'none') return { active: true, maxBitrate, maxFramerate: frameRate };
  return { active: true, maxBitrate: savingScreenBitrate, maxFramerate: savingFrameRate };
}

/** Makes encodings what is planned for them. Says whether that changes anything. */
export function follow(plans: readonly EncodingPlan[], encodings: RTCRtpEncodingParameters[]): boolean {
  let changed = false;
  for (const [index, encoding] of encodings.entries()) {
    const plan = plans[index];
    if (!plan || Object.entries(plan).every(([name, value]) => Reflect.get(encoding, name) === value))
      continue;
    Object.assign(encoding, plan);
    changed = true;
  }
  return changed;
}
