import { DeviceProblem } from './DeviceProblem.ts';

/** What the browser lets one show. */
type Surface = 'tab' | 'window' | 'screen';

/** What is shown: `text` rather drops pictures than blurs letters, `motion` rather blurs them than stutters. */
export type ScreenProfile = 'text' | 'motion';

/** What a screen is asked for, and sent with. */
export const screenProfiles: Record<
  ScreenProfile,
  { readonly contentHint: string; readonly frameRate: number; readonly maxBitrate: number }
> = {
  text: { contentHint: 'text', frameRate: 15, maxBitrate: 2_500_000 },
  motion: { contentHint: 'motion', frameRate: 30, maxBitrate: 4_000_000 },
};

/** A tab, window or screen that somebody chose to show. */
export interface OpenedScreen {
  readonly video: MediaStreamTrack;
  readonly sound: MediaStreamTrack | null;
  readonly surface: Surface;
  /** The call itself is in its sound: others would hear themselves. */
  readonly echoes: boolean;
}

/** What TypeScript's own description of browsers does not know yet (W3C Screen Capture). */
interface DisplayOptions extends DisplayMediaStreamOptions {
  selfBrowserSurface: 'exclude';
  surfaceSwitching: 'include';
  systemAudio: 'include';
  windowAudio: 'window';
}
interface ScreenSound extends MediaTrackConstraints {
  restrictOwnAudio: boolean;
  suppressLocalAudioPlayback: boolean;
}
interface ScreenSoundSettings extends MediaTrackSettings {
  restrictOwnAudio?: boolean;
}

const surfaces: Record<string, Surface> = { browser: 'tab', window: 'window', monitor: 'screen' };

/** Whether this browser can show a screen at all; phones cannot. */
export const canShareScreen = Boolean(globalThis.navigator?.mediaDevices?.getDisplayMedia);

/** What is shown, by what the browser says of its tracks. */
export function describeScreen(
  video: Pick<MediaTrackSettings, 'displaySurface'>,
  sound: ScreenSoundSettings | null,
): Pick<OpenedScreen, 'surface' | 'echoes'> {
  const surface = surfaces[video.displaySurface ?? ''] ?? 'screen';
  // A tab has only its own sound. Of everything else the browser has to leave our call out, and says if it does.
  return { surface, echoes: sound !== null && surface !== 'tab' && sound.restrictOwnAudio !== true };
}

/** Asks for something to show, with its sound where the browser can. Rejects with a `DeviceProblem`. */
export async function openScreen(profile: ScreenProfile): Promise<OpenedScreen> {
  if (!canShareScreen) throw new DeviceProblem('screen', isSecureContext ? 'unsupported' : 'insecure');
  const { contentHint, frameRate } = screenProfiles[profile];
  // Others shall not hear themselves, and whoever shares goes on hearing what is shared.
  const audio: ScreenSound = {
    restrictOwnAudio: true,
    suppressLocalAudioPlayback: false,
    // Music and films are no voices.
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
  };
  const options: DisplayOptions = {
    video: { frameRate: { ideal: frameRate, max: frameRate } },
    audio,
    selfBrowserSurface: 'exclude',
    surfaceSwitching: 'include',
    systemAudio: 'include',
    windowAudio: 'window',
  };
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia(options);
    const [video] = stream.getVideoTracks();
    const sound = stream.getAudioTracks()[0] ?? null;
    if (!video) throw new DeviceProblem('screen', 'missing');
    video.contentHint = contentHint;
    if (sound) sound.contentHint = 'music';
    return { video, sound, ...describeScreen(video.getSettings(), sound?.getSettings() ?? null) };
  } catch (error) {
    throw error instanceof DeviceProblem ? error : await DeviceProblem.from(error, 'screen');
  }
}
