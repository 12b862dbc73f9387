import type { Entry, InviteInfo } from '../../protocol/door.ts';
import type { ParticipantId, RoomSlug, UserId } from '../../protocol/ids.ts';
import type { RequestInput, RequestOutput } from '../../protocol/index.ts';
import type { StoppedSource } from '../../protocol/moderation.ts';
import type { RoleHolder } from '../../protocol/roles.ts';
import type { ParticipantInfo, RoomCard } from '../../protocol/room.ts';
import { OrderRequests } from './OrderRequests.ts';
import type { SignalingClient } from './SignalingClient.ts';

/** What people ask of the room they are in. Each rejects with a `RequestError`; what comes of it is told to all. */
export class RoomRequests {
  /** For those who keep order. */
  readonly order: OrderRequests;
  readonly #signaling: SignalingClient;

  constructor(signaling: SignalingClient) {
    this.#signaling = signaling;
    this.order = new OrderRequests(signaling);
  }

  async rename(name: string): Promise<void> {
    await this.#signaling.request('participant:rename', { name });
  }

  /** Raises or lowers the own hand, and says why. */
  async setHand(raised: boolean, reason?: string): Promise<void> {
    await this.#signaling.request('participant:setHand', { raised, ...(reason && { reason }) });
  }

  async mute(participantId: ParticipantId): Promise<void> {
    await this.#signaling.request('moderation:mute', { participantId });
  }

  /** Ends what somebody shows; they may show it again. */
  async stop(participantId: ParticipantId, source: StoppedSource['source']): Promise<void> {
    await this.#signaling.request('moderation:stop', { participantId, source });
  }

  async lowerHand(participantId: ParticipantId): Promise<void> {
    await this.#signaling.request('moderation:lowerHand', { participantId });
  }

  /** Gives somebody a role below the own one; null takes it away. */
  async giveRole(userId: UserId, role: RequestInput<'role:grant'>['role']): Promise<void> {
    await this.#signaling.request('role:grant', { userId, role });
  }

  /** A page of everybody in the room, by name; of those in whose name something is found. */
  async people(wish: RequestInput<'room:people'>): Promise<RequestOutput<'room:people'>> {
    return await this.#signaling.request('room:people', wish);
  }

  /** Somebody in the room, in sight or not; null: they are not here. */
  async person(userId: UserId): Promise<ParticipantInfo | null> {
    return await this.#signaling.request('room:person', { userId });
  }

  /** This room and those beside it. */
  async family(): Promise<RoomCard[]> {
    const { rooms } = await this.#signaling.request('tree:list', {});
    return rooms;
  }

  /** Opens a room beside this one. */
  async openBeside(wish: RequestInput<'tree:open'>): Promise<void> {
    await this.#signaling.request('tree:open', wish);
  }

  /** Moves somebody into a room beside this one. */
  async move(participantId: ParticipantId, slug: RoomSlug): Promise<void> {
    await this.#signaling.request('tree:move', { participantId, slug });
  }

  /** Lets somebody in who knocks, or not. */
  async answerKnock(userId: UserId, admit: boolean): Promise<void> {
    await this.#signaling.request('door:answer', { userId, admit });
  }

  /** Says who comes in by themselves. */
  async setDoor(entry: Entry, passcode?: string): Promise<void> {
    await this.#signaling.request('door:set', { entry, ...(passcode && { passcode }) });
  }

  /** Makes a link that leads in, with its secret, which is told once. */
  async invite(wish: RequestInput<'invite:make'>): Promise<RequestOutput<'invite:make'>> {
    return await this.#signaling.request('invite:make', wish);
  }

  /** The invitations that still lead in. */
  async invites(): Promise<InviteInfo[]> {
    const { invites } = await this.#signaling.request('invite:list', {});
    return invites;
  }

  async burnInvite(id: InviteInfo['id']): Promise<void> {
    await this.#signaling.request('invite:burn', { id });
  }

  /** Everybody to whom the room gave a role, the highest first. */
  async roleHolders(): Promise<RoleHolder[]> {
    const { holders } = await this.#signaling.request('role:list', {});
    return holders;
  }

  /** Says which roles may do what here; what is left out is as everywhere. */
  async decide(permissions: RequestInput<'role:decide'>['permissions']): Promise<void> {
    await this.#signaling.request('role:decide', { permissions });
  }

  async lock(locked: boolean): Promise<void> {
    await this.#signaling.request('room:lock', { locked });
  }

  /** Shows somebody large to everybody; null: nobody. */
  async spotlight(participantId: ParticipantId | null): Promise<void> {
    await this.#signaling.request('room:spotlight', { participantId });
  }

  async edit(settings: RequestInput<'room:edit'>): Promise<void> {
    await this.#signaling.request('room:edit', settings);
  }
}
