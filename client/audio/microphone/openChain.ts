import type { MicrophoneChain } from './MicrophoneChain.ts';

/** What this browser can do with a voice before it is sent: all of ours, or nothing. */
export type VoiceProcessing = 'ours' | 'none';

/** What can be had here; where it is nothing, the device's own track is sent. */
export function voiceProcessing(): VoiceProcessing {
  return 'AudioWorkletNode' in globalThis && 'MediaStreamAudioDestinationNode' in globalThis
    ? 'ours'
    : 'none';
}

/** Opens a chain, which is fetched by whoever speaks first; null: the device's own track will have to do. */
export async function openChain(): Promise<MicrophoneChain | null> {
  if (voiceProcessing() === 'none') return null;
  try {
    const { MicrophoneChain } = await import('./MicrophoneChain.ts');
    return await MicrophoneChain.open();
  } catch {
    return null;
  }
}
