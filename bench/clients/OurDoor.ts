import { io, type Socket } from 'socket.io-client';
import type { Answer, Refusal as RefusedAnswer } from '../../protocol/errors.ts';
import type { RoomSlug, UserId } from '../../protocol/ids.ts';
import type {
  ClientToServer,
  RequestInput,
  RequestName,
  RequestOutput,
  ServerToClient,
} from '../../protocol/index.ts';
import type { RtpCapabilities, TransportInfo } from '../../protocol/rtp.ts';
import type { CpuTime } from '../cpu.ts';
import type { Door, Speaker, Visitor } from './Door.ts';
import { becomeGuest, openRoom } from './guests.ts';
import { rtpCapabilities } from './rtp.ts';

const patienceMs = 20_000;

/** The server behind the door. */
interface Server {
  readonly url: string;
  cpuTime(): CpuTime;
  close(): Promise<void>;
}

export type OurSocket = Socket<ServerToClient, ClientToServer>;

/** The way into our server: a guest's cookie, a Socket.IO connection, and the requests a browser makes. */
export class OurDoor implements Door {
  readonly slug: RoomSlug;
  readonly #server: Server;
  /** Who listens, as they came. */
  readonly listeners: OurSocket[] = [];
  readonly #host: OurSocket | undefined;
  readonly #cookies: string[] = [];
  readonly #welcomed = Promise.withResolvers<RtpCapabilities>();

  private constructor(server: Server, slug: RoomSlug, host?: OurSocket) {
    this.#server = server;
    this.slug = slug;
    this.#host = host;
  }

  /** What the server passes on: known as soon as somebody came. */
  get routerRtpCapabilities(): Promise<RtpCapabilities> {
    return this.#welcomed.promise;
  }

  /** Opens a room on the server. */
  static async open(server: Server): Promise<OurDoor> {
    const { slug } = await openRoom(server.url, await becomeGuest(server.url));
    return new OurDoor(server, slug);
  }

  /** Opens a room that is a stage: only whom its host makes a speaker may send. */
  static async openStage(server: Server): Promise<OurDoor> {
    const cookie = await becomeGuest(server.url);
    const { slug } = await openRoom(server.url, cookie);
    const host = await connect(server.url, cookie);
    await ask(host, 'room:join', { slug });
    await ask(host, 'stage:set', { mode: 'stage' });
    return new OurDoor(server, slug, host);
  }

  /** Who runs the stage. */
  get host(): OurSocket {
    if (!this.#host) throw new Error('This room is no stage.');
    return this.#host;
  }

  async prepare(visitors: number): Promise<void> {
    while (this.#cookies.length < visitors) this.#cookies.push(await becomeGuest(this.#server.url));
  }

  async listen(): Promise<Visitor> {
    const socket = await this.#connect();
    const joining = ask(socket, 'room:join', { slug: this.slug, rtpCapabilities });
    // Who is refused goes away.
    joining.catch(() => socket.disconnect());
    const { media, participants } = await joining;
    this.listeners.push(socket);
    if (!media?.receiveTransport) throw new Error('The answer to room:join has no transport.');
    // Sounds came with the answer; pictures are asked for, as by tiles that are shown.
    const pictures = participants.flatMap(({ producers }) =>
      producers.filter(({ source }) => source === 'camera').map(({ id }) => id),
    );
    if (pictures.length > 0) {
      const { consumers } = await ask(socket, 'media:consume', { producerIds: pictures });
      const preferences = consumers.map(({ id: consumerId }) => ({ consumerId, shown: true }));
      await ask(socket, 'media:setPreferences', { preferences });
    }
    return visitor(socket, media.receiveTransport);
  }

  async speak(): Promise<Speaker> {
    const socket = await this.#connect();
    const { selfId, participants } = await ask(socket, 'room:join', { slug: this.slug });
    if (this.#host) {
      const userId = participants.find(({ id }) => id === selfId)?.userId ?? ('' as UserId);
      await ask(this.#host, 'role:grant', { userId, role: 'speaker' });
      await ask(socket, 'stage:stepUp', {});
    }
    const transport = await ask(socket, 'media:createSendTransport', {});
    return speaker(socket, transport);
  }

  /** Comes in to speak and to hear whoever is there and whoever comes. */
  async meet(): Promise<{ hears: Visitor; speaks: Speaker }> {
    const socket = await this.#connect();
    socket.on('media:producerAdded', ({ producer }) => {
      void ask(socket, 'media:consume', { producerIds: [producer.id] });
    });
    const { media } = await ask(socket, 'room:join', { slug: this.slug, rtpCapabilities, sends: true });
    const { receiveTransport, sendTransport } = media ?? {};
    if (!receiveTransport || !sendTransport) throw new Error('The answer to room:join has no transports.');
    return { hears: visitor(socket, receiveTransport), speaks: speaker(socket, sendTransport) };
  }

  cpuTime(): CpuTime {
    return this.#server.cpuTime();
  }

  async close(): Promise<void> {
    await this.#server.close();
  }

  async #connect(): Promise<OurSocket> {
    const cookie = this.#cookies.pop() ?? (await becomeGuest(this.#server.url));
    return await connect(this.#server.url, cookie, (capabilities) => this.#welcomed.resolve(capabilities));
  }
}

async function connect(
  url: string,
  cookie: string,
  onWelcome?: (capabilities: RtpCapabilities) => void,
): Promise<OurSocket> {
  const options = {
    transports: ['websocket'],
    extraHeaders: { cookie },
    reconnection: false,
    forceNew: true,
  };
  const socket: OurSocket = io(url, options);
  socket.once('server:welcome', ({ rtpCapabilities }) => onWelcome?.(rtpCapabilities));
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('connect_error', reject);
  });
  return socket;
}

function visitor(socket: OurSocket, transport: TransportInfo): Visitor {
  return {
    transport,
    connect: async (dtlsParameters) => {
      await ask(socket, 'media:connectTransport', { transportId: transport.id, dtlsParameters });
    },
    leave: async () => {
      await ask(socket, 'room:leave', {});
      socket.disconnect();
    },
  };
}

function speaker(socket: OurSocket, transport: TransportInfo): Speaker {
  return {
    ...visitor(socket, transport),
    produce: async ({ source, rtpParameters }) => {
      await ask(socket, 'media:produce', { transportId: transport.id, source, rtpParameters });
    },
  };
}

/** Our server said no. */
export class Refusal extends Error {
  readonly code: string;
  readonly retryAfterMs: number | undefined;
  /** How long it took to say so. */
  readonly ms: number;

  constructor(name: string, { code, message, retryAfterMs }: RefusedAnswer, ms: number) {
    super(`Our server refused ${name}: ${code}, ${message}`);
    this.code = code;
    this.retryAfterMs = retryAfterMs;
    this.ms = ms;
  }
}

/** Asks our server something over a socket. Throws for a refusal. */
export async function ask<Name extends RequestName>(
  socket: OurSocket,
  name: Name,
  input: RequestInput<Name>,
): Promise<RequestOutput<Name>> {
  const patient = socket.timeout(patienceMs);
  // Socket.IO's own types cannot follow a name that is a type parameter.
  const emit = patient.emitWithAck.bind(patient) as (
    name: RequestName,
    input: unknown,
  ) => Promise<Answer<RequestOutput<Name>>>;
  const began = performance.now();
  const answer = await emit(name, input);
  if (!answer.ok) throw new Refusal(name, answer.error, performance.now() - began);
  return answer.data;
}
