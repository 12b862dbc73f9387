import { eveningColours, oklch } from '../../art/colours.ts';
import { toSvg, withIdPrefix } from '../../art/drawing.ts';
import { figure } from '../../art/people.ts';
import { propFor } from '../../art/props.ts';
import type { DemoPerson } from './rooms.ts';

/** What microphone and camera of a demo person give. */
export interface Pretence {
  /** Pictures of them silent and talking, as addresses. */
  readonly pictures: readonly string[];
  /** Hertz. */
  readonly tone: number;
}

const width = 640;
const height = 360;

/** A paper-cut person by lamplight in front of a wall. */
function portrait({ avatar, camera }: DemoPerson, talking: boolean): string {
  const { pattern, hue } = camera ?? { pattern: 'house', hue: 75 };
  const variables = eveningColours(hue);
  const prop = propFor(pattern);
  const { viewBox, drawing } = figure(avatar, { talking });
  const furniture = { x: 400, y: 40, width: 220, height: 240, color: variables['--p1'] };
  const person = { x: 160, y: 16, width: 320, height: 350 };
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <defs><radialGradient id="light" cx=".2" cy=".1" r=".9">
      <stop offset="0" stop-color="#ffdf9a" stop-opacity=".75"/><stop offset="1" stop-color="#ffdf9a" stop-opacity="0"/>
    </radialGradient></defs>
    <rect width="${width}" height="${height}" fill="${oklch(0.5, 0.07, hue)}"/>
    <rect y="300" width="${width}" height="60" fill="${variables['--p2']}"/>
    <rect x="40" y="50" width="130" height="180" rx="65" fill="${oklch(0.33, 0.06, hue + 180)}"/>
    <path d="M105 50v180M40 140h130" stroke="${variables['--p3']}" stroke-width="6"/>
    ${toSvg(prop, { attributes: furniture, variables })}
    <rect width="${width}" height="${height}" fill="url(#light)"/>
    ${toSvg({ viewBox, drawing: withIdPrefix(drawing, 'p-') }, { attributes: person, variables })}
  </svg>`;
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}

/** Prepares what a person's devices give. */
export function pretenceOf(person: DemoPerson, index: number): Pretence {
  return { pictures: [portrait(person, false), portrait(person, true)], tone: 220 + 45 * index };
}

/** Runs in the page before its own scripts: it must not use anything of this file but types. */
export function installPretence({ pictures, tone }: Pretence): void {
  async function camera(): Promise<MediaStreamTrack[]> {
    const canvas = document.createElement('canvas');
    // Four of them are sent from this machine, which also shows them.
    canvas.width = 640;
    canvas.height = 360;
    const brush = canvas.getContext('2d');
    const images = await Promise.all(
      pictures.map(async (src) => {
        const image = new Image();
        image.src = src;
        await image.decode();
        return image;
      }),
    );
    let frame = 0;
    setInterval(() => {
      const image = images[frame++ % images.length];
      if (image) brush?.drawImage(image, 0, 0, canvas.width, canvas.height);
    }, 500);
    return canvas.captureStream(2).getVideoTracks();
  }

  async function microphone(): Promise<MediaStreamTrack[]> {
    // Nobody hears it here, and a device to play it on costs threads. TypeScript does not know it yet.
    const context = new AudioContext({ sinkId: { type: 'none' } } as AudioContextOptions);
    await context.resume();
    const loudness = new GainNode(context, { gain: 0.12 });
    const words = new OscillatorNode(context, { type: 'square', frequency: 2.5 });
    words.connect(new GainNode(context, { gain: 0.12 })).connect(loudness.gain);
    const voice = new OscillatorNode(context, { frequency: tone });
    const out = new MediaStreamAudioDestinationNode(context);
    voice.connect(loudness).connect(out);
    voice.start();
    words.start();
    return out.stream.getAudioTracks();
  }

  if (!navigator.mediaDevices) return;
  navigator.mediaDevices.getUserMedia = async (constraints) =>
    new MediaStream(await (constraints?.video ? camera() : microphone()));
}
