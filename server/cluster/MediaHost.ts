import { AppError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { MediaEngine, MediaPeer, MediaPipe, MediaRoom } from '../media/api.ts';
import type { NodeLine } from './NodeLine.ts';
import {
  type Asked,
  type AskedName,
  type Place,
  peerOrders,
  peerRequests,
  pipeRequests,
  type Told,
} from './words.ts';

interface HostedRoom {
  readonly opening: Promise<MediaRoom>;
  readonly peers: Map<number, MediaPeer>;
  readonly pipes: Map<number, MediaPipe>;
}

type Answers = { [Name in AskedName]: (input: Asked[Name]['input']) => Promise<Asked[Name]['output']> };

/** Lends the workers of this node to the one that has the rooms: does what that one asks over a line, until it ends. */
export class MediaHost {
  readonly #engine: MediaEngine;
  readonly #log: Logger;
  readonly #rooms = new Map<number, HostedRoom>();
  #line: NodeLine | undefined;

  constructor(engine: MediaEngine, log: Logger) {
    this.#engine = engine;
    this.#log = log;
  }

  /** Where news go, and with whose end everything ends. */
  serve(line: NodeLine): void {
    this.#line = line;
    line.once('closed', () => {
      this.#log.info({ rooms: this.#rooms.size }, 'another node no longer uses our workers');
      for (const number of [...this.#rooms.keys()]) this.#close(number);
    });
  }

  /** Answers one request. */
  async answer(name: string, input: Record<string, unknown>): Promise<unknown> {
    if (!isAsked(this.#answers, name))
      throw new AppError('bad_request', `There is nothing called "${name}".`);
    // The nodes of a house are of one version, and the names of the table are paired with their inputs.
    const answer = this.#answers[name] as (input: unknown) => Promise<unknown>;
    return await answer(input);
  }

  readonly #answers: Answers = {
    createRoom: async ({ room: number, id }) => {
      const opening = this.#engine.createRoom(id);
      this.#rooms.set(number, { opening, peers: new Map(), pipes: new Map() });
      try {
        const room = await opening;
        const tell = (told: Told) => this.#line?.tell(told);
        const about = { about: 'room', room: number } as const;
        room.on('talking', (...args) => tell({ ...about, event: 'talking', args }));
        room.on('activeSpeaker', (...args) => tell({ ...about, event: 'activeSpeaker', args }));
        room.on('lost', (...args) => tell({ ...about, event: 'lost', args }));
        room.on('died', (...args) => tell({ ...about, event: 'died', args }));
        return null;
      } catch (error) {
        this.#rooms.delete(number);
        throw error;
      }
    },
    limitVoices: async ({ most, ...place }) => {
      (await this.#room(place)).limitVoices(most);
      return null;
    },
    closeRoom: async ({ room }) => {
      this.#close(room);
      return null;
    },
    createPeer: async ({ id, rtpCapabilities, ...place }) => {
      const peer = (await this.#room(place)).createPeer(id, rtpCapabilities);
      const tell = (told: Told) => this.#line?.tell(told);
      const about = { about: 'peer', ...place } as const;
      peer.on('producerClosed', (...args) => tell({ ...about, event: 'producerClosed', args }));
      peer.on('transportClosed', (...args) => tell({ ...about, event: 'transportClosed', args }));
      peer.on('pathChanged', (...args) => tell({ ...about, event: 'pathChanged', args }));
      this.#rooms.get(place.room)?.peers.set(place.peer ?? 0, peer);
      return null;
    },
    peer: async ({ name, args, ...place }) => {
      await this.#room(place);
      const peers = this.#rooms.get(place.room)?.peers;
      const peer = peers?.get(place.peer ?? 0);
      const isKnown = [...peerRequests, ...peerOrders].some((known) => known === name);
      if (!peer || !isKnown) throw new AppError('gone', 'The participant left.');
      if (name === 'close') peers?.delete(place.peer ?? 0);
      const act = peer[name].bind(peer) as (...args: unknown[]) => unknown;
      return (await act(...args)) ?? null;
    },
    openPipe: async ({ room, pipe: number = 0 }) => {
      const pipe = await (await this.#room({ room })).openPipe();
      const pipes = this.#rooms.get(room)?.pipes;
      pipes?.set(number, pipe);
      pipe.once('closed', () => {
        pipes?.delete(number);
        this.#line?.tell({ about: 'pipe', room, pipe: number, event: 'closed', args: [] } satisfies Told);
      });
      return pipe.address;
    },
    pipe: async ({ name, args, room, pipe: number = 0 }) => {
      const pipes = this.#rooms.get(room)?.pipes;
      const pipe = pipes?.get(number);
      if (!pipe || !pipeRequests.some((known) => known === name))
        throw new AppError('gone', 'The pipe closed.');
      if (name === 'close') pipes?.delete(number);
      const act = pipe[name].bind(pipe) as (...args: unknown[]) => unknown;
      return (await act(...args)) ?? null;
    },
    count: () => this.#engine.count(),
    usage: () => this.#engine.usage(),
  };

  async #room({ room }: Place): Promise<MediaRoom> {
    const hosted = this.#rooms.get(room);
    if (!hosted) throw new AppError('gone', 'The room closed.');
    return await hosted.opening;
  }

  #close(number: number): void {
    const hosted = this.#rooms.get(number);
    this.#rooms.delete(number);
    hosted?.opening.then(
      (room) => room.close(),
      () => {},
    );
  }
}

function isAsked(answers: Answers, name: string): name is AskedName {
  return Object.hasOwn(answers, name);
}
