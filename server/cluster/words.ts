import { z } from 'zod';
import { errorCodes } from '../../protocol/errorCodes.ts';
import type { ParticipantId, RoomId } from '../../protocol/ids.ts';
import type { RtpCapabilities } from '../../protocol/rtp.ts';
import type {
  MediaCounts,
  MediaPeer,
  MediaPeerEvents,
  MediaPipe,
  MediaRoomEvents,
  MediaUsage,
  PipeAddress,
} from '../media/api.ts';

/** What is asked of a peer of another node by its own name: all that answers. */
export const peerRequests = [
  'createTransport',
  'ensureReceive',
  'connectTransport',
  'restartIce',
  'produce',
  'setPaused',
  'consume',
  'setPreferences',
] as const satisfies readonly (keyof MediaPeer)[];
export type PeerRequest = (typeof peerRequests)[number];

/** What a peer is told, and answers nothing. */
export const peerOrders = ['closeProducer', 'closeConsumers', 'forget', 'close'] as const;
export type PeerOrder = (typeof peerOrders)[number];

/** What is asked of a pipe of another node. */
export const pipeRequests = [
  'connect',
  'send',
  'bring',
  'drop',
  'close',
] as const satisfies readonly (keyof MediaPipe)[];
export type PipeRequest = (typeof pipeRequests)[number];

/** Rooms, peers and pipes go by numbers of their own: one of before may be ending while its id is there again. */
export interface Place {
  readonly room: number;
  readonly peer?: number;
  readonly pipe?: number;
}

/** What the node that has the rooms asks of one that lends its workers, each with its answer. */
export interface Asked {
  createRoom: { input: Place & { id: RoomId }; output: null };
  limitVoices: { input: Place & { most: number | null }; output: null };
  closeRoom: { input: Place; output: null };
  createPeer: {
    input: Place & { id: ParticipantId; rtpCapabilities: RtpCapabilities | undefined };
    output: null;
  };
  peer: { input: Place & { name: PeerRequest | PeerOrder; args: readonly unknown[] }; output: unknown };
  openPipe: { input: Place; output: PipeAddress };
  pipe: { input: Place & { name: PipeRequest; args: readonly unknown[] }; output: unknown };
  count: { input: object; output: MediaCounts };
  usage: { input: object; output: MediaUsage };
}
export type AskedName = keyof Asked;

/** What such a node tells: of a room, or of one peer in it. */
export type Told =
  | ({ readonly about: 'room' } & Place & EventOf<MediaRoomEvents>)
  | ({ readonly about: 'peer' } & Place & EventOf<MediaPeerEvents>)
  | ({ readonly about: 'pipe' } & Place & EventOf<{ closed: [] }>);

/** Whether a message is one of these. Both ends are of one version: one that looks like it is as the table says. */
export function isTold(message: object): message is Told {
  return 'about' in message && 'event' in message && 'room' in message;
}

type EventOf<Events> = {
  [Name in keyof Events]: { readonly event: Name; readonly args: Events[Name] };
}[keyof Events];

/** One message on the line between two nodes. */
export const Frame = z.union([
  z.object({ ask: z.int(), name: z.string(), input: z.looseObject({}) }),
  z.object({ answer: z.int(), output: z.unknown() }),
  z.object({
    refused: z.int(),
    code: z.enum(errorCodes),
    message: z.string(),
    retryAfterMs: z.number().optional(),
  }),
  z.object({ tell: z.looseObject({}) }),
  z.object({ alive: z.literal(true) }),
]);
export type Frame = z.infer<typeof Frame>;
