import type { z } from 'zod';
import type { RoomPermission } from './ranks.ts';

/**
 * Where a session must be for a request to make sense: `calling` is in a room with the seat's media, which a
 * companion tab is not; `chatting` is in a room too, or names by `roomId` a conversation that the asker belongs to.
 */
type SessionState = 'connected' | 'joined' | 'calling' | 'chatting';

/**
 * What the asker must be allowed to do.
 * `anyone` needs nothing, `guest` a signed device cookie; the others follow from the role in the room.
 */
export type Permission = 'anyone' | 'guest' | RoomPermission;

/** How often a request may be made: see `server/RateLimit.ts` for the figures. */
export type RateClass = 'light' | 'media' | 'chat' | 'heavy';

/** A Socket.IO event that is answered. */
export interface RequestDefinition<
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  /** One sentence for the documents. */
  readonly summary: string;
  readonly input: Input;
  readonly output: Output;
  readonly state: SessionState;
  readonly may: Permission;
  readonly rate: RateClass;
}

/** Declares a Socket.IO event that is answered. */
export function request<Input extends z.ZodType, Output extends z.ZodType>(
  definition: RequestDefinition<Input, Output>,
): RequestDefinition<Input, Output> {
  return definition;
}

/** A Socket.IO event that the server sends and nobody answers. */
export interface NotificationDefinition<Payload extends z.ZodType = z.ZodType> {
  readonly summary: string;
  readonly payload: Payload;
}

/** Declares a Socket.IO event that the server sends. */
export function notification<Payload extends z.ZodType>(
  summary: string,
  payload: Payload,
): NotificationDefinition<Payload> {
  return { summary, payload };
}

/** A REST route. */
export interface RouteDefinition<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  readonly summary: string;
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** With Express's `:name` for what `params` describes. */
  readonly path: string;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** The body is no JSON but at most so many bytes, as they are. */
  readonly bytes?: number;
  /** The body is no JSON but bytes, which are read as they come. */
  readonly streams?: true;
  readonly output: Output;
  /**
   * `guest` is anybody whom we know by a cookie, `member` somebody who is signed in, the others have that role in the
   * house or a higher one.
   */
  readonly may: 'anyone' | 'guest' | 'member' | 'houseModerator' | 'admin';
  readonly rate: RateClass;
  /** Also for those who may not come into the house. */
  readonly outside?: true;
}

/** Declares a REST route. */
export function route<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, O extends z.ZodType>(
  definition: RouteDefinition<P, Q, B, O>,
): RouteDefinition<P, Q, B, O> {
  return definition;
}
