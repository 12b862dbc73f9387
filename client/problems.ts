import { PasskeyProblem } from './account/PasskeyProblem.ts';
import { DeviceProblem } from './session/DeviceProblem.ts';
import { RequestError } from './session/RequestError.ts';
import { t, type WordKey } from './words.svelte.ts';

/** What a person is told of an error, whatever it was. */
export function sentenceFor(error: unknown): string {
  if (error instanceof DeviceProblem) return deviceSentence(error);
  if (error instanceof PasskeyProblem) return t(`passkey.${error.trouble}`);
  if (error instanceof RequestError) return t(`problem.${error.code}`);
  return t('problem.internal');
}

const deviceWords: Record<DeviceProblem['trouble'], Partial<Record<DeviceProblem['device'], WordKey>>> = {
  denied: { microphone: 'device.microphone.denied', camera: 'device.camera.denied' },
  dismissed: {
    microphone: 'device.microphone.dismissed',
    camera: 'device.camera.dismissed',
    screen: 'device.screen.dismissed',
  },
  missing: { microphone: 'device.microphone.missing', camera: 'device.camera.missing' },
  busy: { microphone: 'device.microphone.busy', camera: 'device.camera.busy' },
  insecure: {},
  unsupported: {},
  backdrop: {},
  failed: {},
};

const otherwise: Partial<Record<DeviceProblem['trouble'], WordKey>> = {
  insecure: 'device.insecure',
  unsupported: 'device.unsupported',
  backdrop: 'device.backdrop',
};

function deviceSentence({ device, trouble }: DeviceProblem): string {
  const key: WordKey = deviceWords[trouble][device] ?? otherwise[trouble] ?? 'device.failed';
  // None of these sentences has a value to be put in.
  return t(key as 'device.failed');
}
