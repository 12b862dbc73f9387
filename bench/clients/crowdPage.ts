// Bundled and run in a page of a browser: many people who only send, each over a transport of their own.
import { Device, type types } from 'mediasoup-client';

/** What one of them does. */
export interface Part {
  readonly member: number;
  readonly source: 'microphone' | 'camera';
  readonly routerRtpCapabilities: types.RtpCapabilities;
  readonly transport: types.TransportOptions;
}

declare global {
  interface Window {
    /** Settles when it is being sent. */
    play(part: Part): Promise<void>;
    // What the page asks of the bench, which speaks to the server.
    askConnect(member: number, dtlsParameters: types.DtlsParameters): Promise<void>;
    askProduce(member: number, source: Part['source'], rtpParameters: types.RtpParameters): Promise<void>;
  }
}

let device: Promise<Device> | undefined;
let film: Promise<MediaStreamTrack> | undefined;

window.play = async ({ member, source, routerRtpCapabilities, transport: options }) => {
  device ??= openDevice(routerRtpCapabilities);
  const transport = (await device).createSendTransport(options);
  transport.on('connect', ({ dtlsParameters }, done, failed) => {
    window.askConnect(member, dtlsParameters).then(done, failed);
  });
  transport.on('produce', ({ rtpParameters }, done, failed) => {
    // Nothing asks for it by its id.
    window.askProduce(member, source, rtpParameters).then(() => done({ id: String(member) }), failed);
  });
  await transport.produce({ track: source === 'microphone' ? tone(member) : await picture() });
};

async function openDevice(routerRtpCapabilities: types.RtpCapabilities): Promise<Device> {
  const device = await Device.factory();
  await device.load({ routerRtpCapabilities });
  return device;
}

/** Each has a pitch of their own. */
function tone(member: number): MediaStreamTrack {
  // Nobody hears it here, and a device to play it on costs threads. TypeScript does not know it yet.
  const context = new AudioContext({ sinkId: { type: 'none' } } as AudioContextOptions);
  const oscillator = new OscillatorNode(context, { frequency: 200 + 40 * member });
  const destination = new MediaStreamAudioDestinationNode(context);
  oscillator.connect(new GainNode(context, { gain: 0.3 })).connect(destination);
  oscillator.start();
  return destination.stream.getAudioTracks()[0] as MediaStreamTrack;
}

async function picture(): Promise<MediaStreamTrack> {
  film ??= navigator.mediaDevices
    .getUserMedia({ video: true })
    .then((stream) => stream.getVideoTracks()[0] as MediaStreamTrack);
  return (await film).clone();
}
