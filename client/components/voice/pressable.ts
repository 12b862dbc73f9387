import type { Attachment } from 'svelte/attachments';

interface Control {
  readonly recording: object | null;
  press(): void;
  release(): void;
  cancel(): void;
}

// How far one slides to give it up.
const awayPx = 80;

/** Pressing by pointer, by key, and by those who can only click. */
export function pressable(control: Control): Attachment<HTMLElement> {
  return (element) => {
    const listening = new AbortController();
    const { signal } = listening;
    let startX = 0;
    const isPress = (key: string) => key === 'Enter' || key === ' ';
    element.addEventListener(
      'pointerdown',
      (event) => {
        if (!event.isPrimary || event.button !== 0) return;
        startX = event.clientX;
        element.setPointerCapture(event.pointerId);
        control.press();
      },
      { signal },
    );
    element.addEventListener(
      'pointermove',
      ({ clientX, buttons }) => {
        if (buttons !== 0 && control.recording && Math.abs(clientX - startX) > awayPx) control.cancel();
      },
      { signal },
    );
    element.addEventListener('pointerup', () => control.release(), { signal });
    element.addEventListener('pointercancel', () => control.cancel(), { signal });
    element.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
    element.addEventListener(
      'keydown',
      (event) => {
        if (event.key === 'Escape' && control.recording) {
          event.stopPropagation();
          control.cancel();
        }
        if (!isPress(event.key)) return;
        event.preventDefault();
        if (!event.repeat) control.press();
      },
      { signal },
    );
    element.addEventListener(
      'keyup',
      (event) => {
        if (!isPress(event.key)) return;
        event.preventDefault();
        control.release();
      },
      { signal },
    );
    element.addEventListener(
      'click',
      ({ detail }) => {
        // Neither pointer nor key: some readers of the screen do nothing else.
        if (detail > 0) return;
        control.press();
        control.release();
      },
      { signal },
    );
    return () => listening.abort();
  };
}
