import type { Attachment } from 'svelte/attachments';
import type { ParticipantId } from '../../protocol/ids.ts';
import type { Levels } from '../session/Levels.ts';

/**
 * Makes a ring live while it is in sight: `--level` follows the voice, and the class says that there is one. Each
 * change is a frame to paint, so a ring that was scrolled away costs nothing.
 */
export function voice(levels: Levels, id: ParticipantId, speakingClass: string): Attachment<HTMLElement> {
  return (element) => {
    let shown = '';
    let stop: (() => void) | undefined;
    const show = (level: number, speaking: boolean) => {
      element.classList.toggle(speakingClass, speaking);
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
