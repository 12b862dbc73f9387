const rate = 16_000;

/** A gentle tone of 0.8 seconds, as a WAVE file. */
export function tone(): Blob {
  const samples = Int16Array.from({ length: 0.8 * rate }, (_, at) => {
    const envelope = Math.sin((Math.PI * at) / (0.8 * rate));
    return 8_000 * envelope * Math.sin((2 * Math.PI * 523.25 * at) / rate);
  });
  const header = new DataView(new ArrayBuffer(44));
  const write = (at: number, text: string) => {
    for (const [index, letter] of [...text].entries()) header.setUint8(at + index, letter.charCodeAt(0));
  };
  write(0, 'RIFF');
  header.setUint32(4, 36 + samples.byteLength, true);
  write(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  // Plain samples, one channel, 16 bits each.
  header.setUint16(20, 1, true);
  header.setUint16(22, 1, true);
  header.setUint32(24, rate, true);
  header.setUint32(28, rate * 2, true);
  header.setUint16(32, 2, true);
  header.setUint16(34, 16, true);
  write(36, 'data');
  header.setUint32(40, samples.byteLength, true);
  return new Blob([header, samples], { type: 'audio/wav' });
}

/** Records a track for so long, also while it is muted for others. */
export async function record(track: MediaStreamTrack, ms: number): Promise<Blob> {
  const copy = track.clone();
  copy.enabled = true;
  const recorder = new MediaRecorder(new MediaStream([copy]));
  const parts: Blob[] = [];
  recorder.ondataavailable = ({ data }) => parts.push(data);
  const stopped = new Promise((resolve) => recorder.addEventListener('stop', resolve, { once: true }));
  recorder.start();
  await new Promise((resolve) => setTimeout(resolve, ms));
  recorder.stop();
  await stopped;
  copy.stop();
  return new Blob(parts, { type: recorder.mimeType });
}
