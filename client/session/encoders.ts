import type { VideoCodec } from '../../protocol/codecs.ts';
import type { Encoders } from './pictureCodec.ts';

type Question = VideoConfiguration & { scalabilityMode: string };

// As we would send a camera and a screen.
const questions: Partial<Record<VideoCodec, Question>> = {
  VP9: video('VP9', 1280, 720, 30, 1_700_000, 'L3T3_KEY'),
  AV1: video('AV1', 1920, 1080, 15, 2_500_000, 'L1T3'),
};

/** Asks the browser what it can encode, in which layers, and how easily. */
export async function findEncoders(): Promise<Encoders> {
  const means = new Map<VideoCodec, 'hardware' | 'software'>();
  for (const codec of ['VP9', 'AV1'] as const) {
    const found = await ask(questions[codec]);
    if (found) means.set(codec, found);
  }
  return { cores: navigator.hardwareConcurrency ?? 1, phone: isPhone(), means };
}

async function ask(question: Question | undefined): Promise<'hardware' | 'software' | null> {
  const capabilities = globalThis.navigator?.mediaCapabilities;
  if (!question || !capabilities) return null;
  let understood = false;
  const video: Question = {
    ...question,
    // A browser that knows nothing of layers does not look, and would send none.
    get scalabilityMode() {
      understood = true;
      return question.scalabilityMode;
    },
  };
  try {
    const { supported, smooth, powerEfficient } = await capabilities.encodingInfo({ type: 'webrtc', video });
    if (!supported || !understood) return null;
    return powerEfficient ? 'hardware' : smooth ? 'software' : null;
  } catch {
    // It cannot be asked about calls.
    return null;
  }
}

function isPhone(): boolean {
  const { userAgent } = navigator;
  const { mobile } = (navigator as { userAgentData?: { mobile?: boolean } }).userAgentData ?? {};
  return mobile ?? /Android|iPhone|iPad|Mobi/.test(userAgent);
}

function video(
  codec: VideoCodec,
  width: number,
  height: number,
  framerate: number,
  bitrate: number,
  scalabilityMode: string,
): Question {
  return { contentType: `video/${codec}`, width, height, framerate, bitrate, scalabilityMode };
}
