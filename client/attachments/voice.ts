import type { Attachment } from 'svelte/attachments';
import type { ParticipantId } from '../../protocol/ids.ts';
import type { Levels } from '../session/Levels.ts';

/** Makes a ring live: `--level` follows the voice, and the class says that there is one. */
export function voice(levels: Levels, id: ParticipantId, speakingClass: string): Attachment<HTMLElement> {
  return (element) => {
    let shown = '';
    const stop = levels.watch(id, (level, speaking) => {
      element.classList.toggle(speakingClass, speaking);
      const next = level.toFixed(2);
      if (next === shown) return;
      shown = next;
      element.style.setProperty('--level', next);
    });
    return () => {
      stop();
      element.classList.remove(speakingClass);
    };
  };
}
