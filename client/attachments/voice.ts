import type { Attachment } from 'svelte/attachments';
import type { ParticipantId } from '../../protocol/ids.ts';
import type { Levels } from '../session/Levels.ts';

// Once around in five seconds.
const degreesPerMs = 360 / 5_000;

/**
 * Makes an element follow a voice while it is in sight: `--level` is how loud it is, and the class says that there is
 * one. Each change is a frame to paint, so what was scrolled away costs nothing.
 */
export function voice(levels: Levels, id: ParticipantId, speakingClass: string): Attachment<HTMLElement> {
  return follow(levels, id, speakingClass, () => {});
}

/**
 * A living ring: a voice, and `--turn` as long as it speaks. All rings turn in the same few frames a second: turned by
 * the style sheet, sixty times a second each, ten of them took half a core where no graphics card helps.
 */
export function ring(levels: Levels, id: ParticipantId): Attachment<HTMLElement> {
  const still = matchMedia('(prefers-reduced-motion: reduce)');
  return follow(levels, id, 'on', ({ style }) => {
    if (still.matches) return;
    style.setProperty('--turn', `${(performance.now() * degreesPerMs).toFixed(1)}deg`);
  });
}

function follow(
  levels: Levels,
  id: ParticipantId,
  speakingClass: string,
  whileSpeaking: (element: HTMLElement) => void,
): Attachment<HTMLElement> {
  return (element) => {
    let shown = '';
    let stop: (() => void) | undefined;
    const show = (level: number, speaking: boolean) => {
      element.classList.toggle(speakingClass, speaking);
      if (speaking) whileSpeaking(element);
      const next = level.toFixed(2);
      if (next === shown) return;
      shown = next;
      element.style.setProperty('--level', next);
    };
    const sight = new IntersectionObserver((entries) => {
      const inSight = entries.at(-1)?.isIntersecting ?? false;
      if (inSight) stop ??= levels.watch(id, show);
      else {
        stop?.();
        stop = undefined;
      }
    });
    sight.observe(element);
    return () => {
      sight.disconnect();
      stop?.();
      element.classList.remove(speakingClass);
    };
  };
}
