/** When a tone was heard: beginning and end, in milliseconds since 1970. */
export type Span = [from: number, to: number];

/** What a page hears, over all of its time. */
interface Ears {
  /** For each tone the spans in which it was heard, in their order. */
  readonly spans: Record<number, Span[]>;
  /** Up to which moment the page has listened. */
  listenedTo: number;
  /** Begins to listen to the room's sounds, as its audio elements play them. */
  listen(): Promise<void>;
}

declare global {
  interface Window {
    ears: Ears;
  }
}

interface EarsOptions {
  /** The tones the page listens for. */
  readonly tones: readonly number[];
  /** Whether the browser can run audio threads of the page's. */
  readonly mixes: boolean;
}

/** Runs in the page before its own scripts: it must not use anything of this file but types. */
export function installEars({ tones, mixes }: EarsOptions): void {
  // Every 20 ms the last 20 ms are looked at: that is how fine the timeline is.
  const stepMs = 20;
  const windowMs = 20;
  // The clocks of sound and page differ by this much from look to look.
  const wobbleMs = 30;
  // A whisper of our tones, which have 0.1 at their quietest.
  const silence = 0.015;
  const edge = 0.25;

  const spans: Record<number, Span[]> = Object.fromEntries(tones.map((tone) => [tone, []]));
  const ears = new Map<MediaStream, AnalyserNode>();
  const memory = new Float32Array(32_768);
  let context: AudioContext | undefined;
  let nextMs = 0;

  /** How strong each tone is in this sound, as its amplitude (Goertzel's algorithm, in a window after Hann). */
  function strengths(samples: Float32Array, rate: number): number[] {
    const shaped = samples.map((sample, at) => sample * (1 - Math.cos((2 * Math.PI * at) / samples.length)));
    return tones.map((tone) => {
      const step = 2 * Math.cos((2 * Math.PI * tone) / rate);
      let last = 0;
      let beforeLast = 0;
      for (const sample of shaped) {
        const next = sample + step * last - beforeLast;
        beforeLast = last;
        last = next;
      }
      const power = last * last + beforeLast * beforeLast - step * last * beforeLast;
      return (2 * Math.sqrt(Math.max(0, power))) / samples.length;
    });
  }

  function note(tone: number, at: number): void {
    const last = spans[tone]?.at(-1);
    if (last && at - stepMs <= last[1] + wobbleMs) last[1] = Math.max(last[1], at);
    else spans[tone]?.push([at - stepMs, at]);
  }

  /** Which tones sound: several where it is a mix. */
  function sense(samples: Float32Array, rate: number): number[] {
    const all = strengths(samples, rate);
    // All are about equally strong; less is the edge of another one, which for a moment sounds like everything.
    const least = Math.max(silence, Math.max(...all) * edge);
    return tones.filter((_, index) => (all[index] ?? 0) >= least);
  }

  /** The analysers remember the last 680 ms: a page that is late by less misses nothing. */
  function catchUp(): void {
    if (!context) return;
    const rate = context.sampleRate;
    const heardMs = context.currentTime * 1000;
    const epoch = performance.timeOrigin + performance.now() - heardMs;
    for (const [stream, ear] of ears) {
      ear.getFloatTimeDomainData(memory);
      for (let ms = Math.max(nextMs, heardMs - 600); ms <= heardMs; ms += stepMs) {
        const end = memory.length - Math.round(((heardMs - ms) * rate) / 1000);
        const samples = memory.subarray(end - Math.round((windowMs * rate) / 1000), end);
        for (const tone of sense(samples, rate)) note(tone, epoch + ms);
      }
      if (!stream.active) ears.delete(stream);
    }
    while (nextMs <= heardMs) nextMs += stepMs;
    window.ears.listenedTo = epoch + heardMs;
    for (const element of document.querySelectorAll<HTMLAudioElement>('.sounds audio')) {
      const stream = element.srcObject;
      // What is not played is not heard.
      const plays = stream instanceof MediaStream && !element.paused && !element.muted;
      if (!plays || ears.has(stream)) continue;
      const ear = new AnalyserNode(context, { fftSize: memory.length });
      // As loud as the element plays it: whoever is muted is turned down there.
      const loudness = new GainNode(context);
      const follow = () => {
        loudness.gain.value = element.muted ? 0 : element.volume;
      };
      follow();
      element.addEventListener('volumechange', follow);
      context.createMediaStreamSource(stream).connect(loudness).connect(ear);
      ears.set(stream, ear);
    }
  }

  // Nobody looks at the faces and meters here, and painting them takes as much as the sound. Pictures keep their place:
  // what has none is not sent.
  const unseen = new CSSStyleSheet();
  unseen.replaceSync(`
    .tile { visibility: hidden; }
    [data-participant]:not(.tile), .bars { display: none !important; }
    * { animation: none !important; }
  `);
  document.adoptedStyleSheets = [unseen];

  // Ten pages on two cores have no time for ten mixers: sounds are played as they come, as in a browser that cannot
  // mix. The mix has tests of its own in a browser (e2e/hearing.test.ts).
  if (!mixes) Reflect.deleteProperty(BaseAudioContext.prototype, 'audioWorklet');

  window.ears = {
    spans,
    listenedTo: 0,
    async listen() {
      if (context) return;
      context = window.probe.sound();
      await context.resume();
      nextMs = context.currentTime * 1000;
      setInterval(catchUp, 100);
    },
  };
}
