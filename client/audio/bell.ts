// Two soft partials, like a small bell on a counter.
const partials = [
  { frequency: 880, gain: 0.12 },
  { frequency: 1_318.5, gain: 0.06 },
];
const seconds = 1.2;

/** Rings once, softly; a browser that holds sound back stays silent. */
export function ringBell(): void {
  const context = new AudioContext();
  const begin = context.currentTime;
  for (const { frequency, gain } of partials) {
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.frequency.value = frequency;
    volume.gain.setValueAtTime(gain, begin);
    volume.gain.exponentialRampToValueAtTime(0.000_1, begin + seconds);
    tone.connect(volume).connect(context.destination);
    tone.start(begin);
    tone.stop(begin + seconds);
  }
  setTimeout(() => void context.close(), seconds * 1_000 + 200);
}
