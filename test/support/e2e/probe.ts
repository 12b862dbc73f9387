/** What a test wants of a page before anything of ours runs in it. */
export interface ProbeOptions {
  /** The microphone gives this tone (hertz) in words instead of the fake device's beep. */
  readonly tone?: number;
  /** The tone never pauses, other than a voice: for whoever measures silences. */
  readonly steady?: boolean;
  /** For so many seconds a microphone that was just opened gives nothing, as a headset by radio does. */
  readonly startsAfter?: number;
  /** The tones the page listens for. */
  readonly tones: readonly number[];
}

/** A frequency and when it was last heard, in milliseconds since 1970; 0: never. */
type Heard = Record<number, number>;

/** What the page can be asked, beside what it shows. */
interface Probe {
  readonly peers: RTCPeerConnection[];
  /** How often the page asked for a microphone or camera: each may cause a prompt. */
  asked: number;
  /** Every track of a microphone or camera that was handed over. */
  readonly opened: MediaStreamTrack[];
  /** When the last microphone or camera was handed over, in milliseconds since 1970. */
  readonly openedAt: number;
  /** The error that `getUserMedia` throws from now on, by its name. */
  fault: string | null;
  /** `play()` is refused as a browser without a tap would. */
  playRefused: boolean;
  readonly violations: string[];
  readonly heard: Heard;
  /** When a button or key was pressed last, in milliseconds since 1970. */
  readonly touchedAt: number;
  /** Where the page's own voice is made, and what it hears is looked at: each such context is a thread of its own. */
  sound(): AudioContext;
  /** Listens to the room's sounds from now on, as its audio elements play them. */
  listen(): Promise<void>;
}

declare global {
  interface Window {
    probe: Probe;
  }
}

/** Runs in the page before its own scripts: it must not use anything of this file but types. */
export function installProbe({ tone, steady = false, startsAfter = 0, tones }: ProbeOptions): void {
  const peers: RTCPeerConnection[] = [];
  const violations: string[] = [];
  const heard: Heard = Object.fromEntries(tones.map((frequency) => [frequency, 0]));
  const opened: MediaStreamTrack[] = [];
  let openedAt = 0;
  const epoch = () => performance.timeOrigin + performance.now();

  document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
    violations.push(`${violatedDirective} ${blockedURI}`);
  });

  if ('RTCPeerConnection' in window) {
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        peers.push(this);
      }
    };
  }

  const play = HTMLMediaElement.prototype.play;
  HTMLMediaElement.prototype.play = function (this: HTMLMediaElement) {
    if (!window.probe.playRefused || this instanceof HTMLVideoElement) return play.call(this);
    this.pause();
    return Promise.reject(new DOMException('A tap is needed first.', 'NotAllowedError'));
  };

  let context: AudioContext | undefined;
  // Nothing of this is for anybody's ears, and a device to play it on costs threads. TypeScript does not know it yet.
  const nowhere = { sinkId: { type: 'none' } } as AudioContextOptions;
  const sound = () => (context ??= new AudioContext(nowhere));

  /** Words of 200 ms: a tone that never changes is no voice, neither for Opus nor for a speech gate. */
  async function speak(frequency: number): Promise<MediaStreamTrack> {
    const context = sound();
    await context.resume();
    const voice = new OscillatorNode(context, { frequency });
    const loudness = new GainNode(context, { gain: 0.15 });
    const words = new OscillatorNode(context, steady ? { frequency: 5 } : { type: 'square', frequency: 2.5 });
    words.connect(new GainNode(context, { gain: steady ? 0.05 : 0.15 })).connect(loudness.gain);
    const out = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
    voice.connect(loudness).connect(out);
    voice.start(context.currentTime + startsAfter);
    words.start();
    const [track] = out.stream.getAudioTracks();
    if (!track) throw new Error('There is no tone.');
    return track;
  }

  const devices = navigator.mediaDevices;
  if (devices) {
    const getUserMedia = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async (constraints) => {
      window.probe.asked++;
      if (window.probe.fault) throw new DOMException('', window.probe.fault);
      const stream =
        tone === undefined || !constraints?.audio
          ? await getUserMedia(constraints)
          : new MediaStream([await speak(tone)]);
      openedAt = epoch();
      opened.push(...stream.getTracks());
      return stream;
    };
  }

  const ears = new Map<MediaStream, AnalyserNode>();
  let listening = false;

  /** Says of each tone whether it stands out of what is around it (decibels). */
  function sense(ear: AnalyserNode): void {
    const bins = new Float32Array(ear.frequencyBinCount);
    ear.getFloatFrequencyData(bins);
    const at = (frequency: number) =>
      bins[Math.round((frequency * ear.fftSize) / sound().sampleRate)] ?? -200;
    const now = epoch();
    for (const frequency of tones) {
      const around = Math.max(at(frequency - 90), at(frequency + 90));
      if (at(frequency) > -50 && at(frequency) > around + 15) heard[frequency] = now;
    }
  }

  function hark(): void {
    for (const element of document.querySelectorAll<HTMLAudioElement>('.sounds audio')) {
      const stream = element.srcObject;
      // What is not played is not heard.
      if (!(stream instanceof MediaStream) || element.paused || element.muted) continue;
      let ear = ears.get(stream);
      if (!ear) {
        ear = new AnalyserNode(sound(), { fftSize: 4096, smoothingTimeConstant: 0 });
        sound().createMediaStreamSource(stream).connect(ear);
        ears.set(stream, ear);
      }
      sense(ear);
    }
  }

  let touchedAt = 0;
  for (const touch of ['pointerdown', 'keydown']) {
    addEventListener(touch, () => (touchedAt = epoch()), { capture: true });
  }
  window.probe = {
    peers,
    opened,
    violations,
    heard,
    asked: 0,
    fault: null,
    playRefused: false,
    get openedAt() {
      return openedAt;
    },
    get touchedAt() {
      return touchedAt;
    },
    sound,
    async listen() {
      if (listening) return;
      listening = true;
      await sound().resume();
      setInterval(hark, 20);
    },
  };
}
