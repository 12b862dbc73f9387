import type { Attachment } from 'svelte/attachments';

/**
 * Plays a stream in a media element; `blocked` is told when the browser wants a tap first. What the platform paused
 * meanwhile, for a phone call or a sleep, plays again when the page is back.
 */
export function srcObject(stream: MediaStream, blocked?: () => void): Attachment<HTMLMediaElement> {
  return (element) => {
    const play = () => {
      element.play().catch((error: unknown) => {
        // AbortError: another stream took its place meanwhile.
        if (error instanceof DOMException && error.name === 'NotAllowedError') blocked?.();
      });
    };
    const wake = () => {
      if (document.visibilityState === 'visible' && element.paused) play();
    };
    // Svelte attaches anew whenever anything beside the stream changes, and to load the same again is a gap.
    if (element.srcObject !== stream) element.srcObject = stream;
    play();
    const stop = new AbortController();
    for (const [target, news] of [
      [document, 'visibilitychange'],
      [document, 'resume'],
      [window, 'pageshow'],
      [window, 'focus'],
    ] as const) {
      target.addEventListener(news, wake, { signal: stop.signal });
    }
    return () => {
      stop.abort();
      queueMicrotask(() => {
        if (!element.isConnected) element.srcObject = null;
      });
    };
  };
}

/** Plays sound through the chosen speaker, where the browser lets one choose. */
export function audioSink(deviceId: string): Attachment<HTMLMediaElement> {
  return (element) => {
    if (!('setSinkId' in element)) return;
    element.setSinkId(deviceId).catch(() => {
      // Unplugged, or not allowed: the sound stays where it is.
    });
  };
}
