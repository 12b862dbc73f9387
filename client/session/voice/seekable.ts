import {
  BlobSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacketSink,
  Input,
  MP4,
  Mp4OutputFormat,
  OGG,
  Output,
  WEBM,
  WebMOutputFormat,
} from 'mediabunny';

/** A recording as one can go to any place of it, and how long it is in milliseconds. */
interface Seekable {
  readonly blob: Blob;
  readonly durationMs: number;
}

/**
 * What browsers record says neither how long it is nor where what begins, as they did not know yet: the same sound is
 * packed again by one who knows. Nothing is encoded anew.
 */
export async function seekable(recorded: Blob): Promise<Seekable> {
  const input = new Input({ source: new BlobSource(recorded), formats: [WEBM, OGG, MP4] });
  const track = await input.getPrimaryAudioTrack();
  const codec = track?.codec;
  const decoderConfig = await track?.getDecoderConfig();
  if (!track || !codec || !decoderConfig) throw new Error('There is nothing to hear.');
  const mp4 = recorded.type.includes('mp4');
  const target = new BufferTarget();
  const format = mp4 ? new Mp4OutputFormat({ fastStart: 'in-memory' }) : new WebMOutputFormat();
  const output = new Output({ format, target });
  const source = new EncodedAudioPacketSource(codec);
  output.addAudioTrack(source);
  await output.start();
  for await (const packet of new EncodedPacketSink(track).packets())
    await source.add(packet, { decoderConfig });
  await output.finalize();
  if (!target.buffer) throw new Error('Nothing was packed.');
  const blob = new Blob([target.buffer], { type: mp4 ? 'audio/mp4' : 'audio/webm' });
  return { blob, durationMs: Math.round((await track.computeDuration()) * 1_000) };
}
