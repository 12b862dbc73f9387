import type { Attachment } from 'svelte/attachments';

// As often as an eye notices.
const intervalMs = 50;

/** From how many dB of full scale to how many. */
interface Scale {
  readonly min: number;
  readonly max: number;
}

/** Shows a level (RMS amplitude) as `--level` from 0 to 1 on a scale. */
export function level(read: () => number, scale: Scale): Attachment<HTMLElement> {
  return (element) => often(() => element.style.setProperty('--level', shareOf(read(), scale).toFixed(3)));
}

/** Lights as many children of the element as a level fills; `heard` is told when it is the level of a voice. */
export function steps(read: () => number, scale: Scale, heard: () => void): Attachment<HTMLElement> {
  return (element) => {
    const marks = [...element.children];
    return often(() => {
      const lit = Math.round(shareOf(read(), scale) * marks.length);
      for (const [index, mark] of marks.entries()) mark.classList.toggle('on', index < lit);
      if (lit > marks.length / 3) heard();
    });
  };
}

function shareOf(amplitude: number, { min, max }: Scale): number {
  const db = 20 * Math.log10(amplitude + 1e-9);
  return Math.max(0, Math.min(1, (db - min) / (max - min)));
}

function often(show: () => void): () => void {
  const timer = setInterval(show, intervalMs);
  return () => clearInterval(timer);
}
