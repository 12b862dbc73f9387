import type { Attachment } from 'svelte/attachments';

/** Plays a stream in a media element; `blocked` is told when the browser wants a tap first. */
export function srcObject(stream: MediaStream, blocked?: () => void): Attachment<HTMLMediaElement> {
  return (element) => {
    element.srcObject = stream;
    element.play().catch((error: unknown) => {
      // AbortError: another stream took its place meanwhile.
      if (error instanceof DOMException && error.name === 'NotAllowedError') blocked?.();
    });
    return () => {
      element.srcObject = null;
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
