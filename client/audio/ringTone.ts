// Three soft strokes up a chord, as of a small bell.
const notes = [523.25, 659.25, 783.99];
const strokeMs = 180;
const everyMs = 3_000;
const loudness = 0.12;

/** Rings softly until the returned function is called. A page that nobody has touched yet is silent until then. */
export function ringTone(): () => void {
  let context: AudioContext | undefined;
  const ring = () => {
    // Browsers complain of a sound before that, and play none.
    if (navigator.userActivation?.hasBeenActive !== false) context ??= new AudioContext();
    if (!context) return;
    for (const [index, frequency] of notes.entries()) strike(context, frequency, (index * strokeMs) / 1_000);
  };
  ring();
  const timer = setInterval(ring, everyMs);
  return () => {
    clearInterval(timer);
    void context?.close();
  };
}

function strike(context: AudioContext, frequency: number, after: number): void {
  const at = context.currentTime + after;
  const gain = context.createGain();
  gain.gain.setValueAtTime(0, at);
  gain.gain.linearRampToValueAtTime(loudness, at + 0.02);
  gain.gain.exponentialRampToValueAtTime(0.001, at + 1.2);
  const tone = context.createOscillator();
  tone.frequency.value = frequency;
  tone.connect(gain).connect(context.destination);
  tone.start(at);
  tone.stop(at + 1.3);
}
