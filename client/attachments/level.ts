import type { Attachment } from 'svelte/attachments';

// As often as an eye notices.
const intervalMs = 50;

/** Shows a level (RMS amplitude) as `--level` from 0 to 1 on a scale in dB of full scale. */
export function level(
  read: () => number,
  { min, max }: { readonly min: number; readonly max: number },
): Attachment<HTMLElement> {
  return (element) => {
    const show = () => {
      const db = 20 * Math.log10(read() + 1e-9);
      const share = Math.max(0, Math.min(1, (db - min) / (max - min)));
      element.style.setProperty('--level', share.toFixed(3));
    };
    const timer = setInterval(show, intervalMs);
    return () => clearInterval(timer);
  };
}
