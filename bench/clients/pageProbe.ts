// What runs inside pages of the browser: each function is handed over as text and must stand alone.

/** What a page measured, in milliseconds from the press of the button. */
export interface Firsts {
  readonly soundMs: number;
  readonly frameMs: number;
}

declare global {
  interface Window {
    /** Settles when something was heard and something was seen. */
    firsts: Promise<Firsts>;
  }
}

/** Notes when the first press on the page is followed by a voice that is played and a picture that is shown. */
export function probeFirsts(): void {
  const pollMs = 4;
  const patienceMs = 15_000;
  // Quieter than any voice, louder than the comfort noise of a decoder that has nothing yet.
  const audible = 0.01;

  window.firsts = new Promise((resolve, reject) => {
    addEventListener(
      'pointerdown',
      ({ timeStamp }) => {
        void Promise.all([firstSound(), firstFrame()]).then(([sound, frame]) => {
          resolve({ soundMs: sound - timeStamp, frameMs: frame - timeStamp });
        }, reject);
      },
      { capture: true, once: true },
    );
  });

  function find<Found>(look: () => Found | null): Promise<Found> {
    const end = performance.now() + patienceMs;
    return new Promise((resolve, reject) => {
      const poll = () => {
        const found = look();
        if (found !== null) resolve(found);
        else if (performance.now() < end) setTimeout(poll, pollMs);
        else reject(new Error(`Nothing came: ${look}`));
      };
      poll();
    });
  }

  async function firstSound(): Promise<number> {
    // Made in the press, so that it may run, and before there is a sound, so that it costs the sound no time.
    const context = new AudioContext();
    const audio = await find(() => {
      const element = document.querySelector<HTMLAudioElement>('.sounds audio');
      return element?.srcObject instanceof MediaStream ? element : null;
    });
    const analyser = context.createAnalyser();
    analyser.fftSize = 512;
    context.createMediaStreamSource(audio.srcObject as MediaStream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const moment = await find(() => {
      analyser.getFloatTimeDomainData(samples);
      const heard = samples.some((sample) => Math.abs(sample) > audible);
      return heard && !audio.paused && audio.currentTime > 0 ? performance.now() : null;
    });
    await context.close();
    return moment;
  }

  async function firstFrame(): Promise<number> {
    const video = await find(() => document.querySelector<HTMLVideoElement>('.tile:not(.self) video'));
    return await new Promise((resolve) => {
      video.requestVideoFrameCallback(() => resolve(performance.now()));
    });
  }
}

/** Makes the page's microphone a steady tone: the browser's fake one beeps once a second and is silent between. */
export function toneAsMicrophone(): void {
  const devices = navigator.mediaDevices;
  const real = devices.getUserMedia.bind(devices);
  devices.getUserMedia = async (constraints = {}) => {
    if (!constraints.audio) return await real(constraints);
    // Nobody hears it here, and a device to play it on costs threads. TypeScript does not know it yet.
    const context = new AudioContext({ sinkId: { type: 'none' } } as AudioContextOptions);
    const oscillator = context.createOscillator();
    const { stream } = oscillator.connect(
      context.createMediaStreamDestination(),
    ) as MediaStreamAudioDestinationNode;
    oscillator.start();
    if (constraints.video) {
      for (const track of (await real({ video: constraints.video })).getVideoTracks()) stream.addTrack(track);
    }
    return stream;
  };
}
