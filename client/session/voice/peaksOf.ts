/** How many bars the picture of a voice has. */
export const peakCount = 64;

const loudest = 100;

/** The picture of a voice: its loudest moment in each of as many parts, as whole numbers up to 100. */
export function peaksOf(amplitudes: readonly number[]): number[] {
  const most = Math.max(...amplitudes, 0.02);
  return Array.from({ length: peakCount }, (_, bar) => {
    const from = Math.floor((bar * amplitudes.length) / peakCount);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * amplitudes.length) / peakCount));
    const peak = Math.max(0, ...amplitudes.slice(from, to));
    // As loud as it is heard, not as it is measured.
    return Math.round(Math.sqrt(Math.min(1, peak / most)) * loudest);
  });
}
