import { setTimeout as sleep } from 'node:timers/promises';
import type { Guest } from './Guest.ts';

/** What was heard over some seconds. */
interface Listened {
  /** How long the longest silence was: a multiple of 5 ms. */
  readonly silenceMs: number;
  /** How loud the last of it was (RMS; 1 is the loudest there can be). */
  readonly rms: number;
}

/**
 * Listens for some seconds to the first voice that arrives at a guest, and a second after the beginning has something
 * happen. The voice must never pause by itself.
 */
export async function listenTo(
  guest: Guest,
  seconds: number,
  during: () => Promise<void> = async () => {},
): Promise<Listened> {
  const listening = guest.page.evaluate(async (seconds) => {
    const stream = window.probe.peers
      .flatMap((peer) => peer.getReceivers())
      .filter(({ track }) => track.kind === 'audio' && !track.muted)
      .map(({ track }) => new MediaStream([track]))[0];
    if (!stream) throw new Error('There is nothing to hear.');
    const context = new AudioContext({ sampleRate: 48_000 });
    const ear = new AnalyserNode(context, { fftSize: 32_768 });
    context.createMediaStreamSource(stream).connect(ear);
    const samples = new Float32Array(ear.fftSize);
    const stop = performance.now() + seconds * 1_000;
    let heardTo = context.currentTime + 0.7;
    let quiet = 0;
    let longest = 0;
    while (performance.now() < stop) {
      await new Promise((resolve) => setTimeout(resolve, 150));
      const now = context.currentTime;
      ear.getFloatTimeDomainData(samples);
      // Each 5 ms that were not looked at yet, the oldest first.
      for (; heardTo + 0.005 <= now; heardTo += 0.005) {
        const end = samples.length - Math.round((now - heardTo) * 48_000);
        if (end < 240) continue;
        const step = samples.subarray(end - 240, end);
        const power = step.reduce((sum, sample) => sum + sample * sample, 0) / 240;
        quiet = power < 1e-5 ? quiet + 5 : 0;
        longest = Math.max(longest, quiet);
      }
    }
    await context.close();
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    return { silenceMs: longest, rms: Math.sqrt(power) };
  }, seconds);
  await sleep(1_000);
  await during();
  return await listening;
}
