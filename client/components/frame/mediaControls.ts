/** What keys on headsets, lock screens and floating windows can do to a call (W3C Media Session). */
export type CallControls = Readonly<Record<'togglemicrophone' | 'togglecamera' | 'hangup', () => void>>;

const actions = ['togglemicrophone', 'togglecamera', 'hangup'] as const;

/** Puts a call on the lock screen, with its controls, until the returned function is called. */
export function showOnDevice(title: string, artist: string, controls: CallControls): () => void {
  const session = navigator.mediaSession;
  if (!session) return () => {};
  session.metadata = new MediaMetadata({ title, artist });
  for (const action of actions) handle(session, action, controls[action]);
  return () => {
    session.metadata = null;
    for (const action of actions) handle(session, action, null);
  };
}

/** Says which of one's own devices are open. */
export function showDevices({ microphone, camera }: { microphone: boolean; camera: boolean }): void {
  // Both promise in newer browsers, and return nothing in older ones.
  void navigator.mediaSession?.setMicrophoneActive?.(microphone);
  void navigator.mediaSession?.setCameraActive?.(camera);
}

function handle(session: MediaSession, action: string, handler: (() => void) | null): void {
  try {
    // TypeScript's library does not know the actions of calls yet.
    session.setActionHandler(action as MediaSessionAction, handler);
  } catch {
    // Nor does every browser.
  }
}
