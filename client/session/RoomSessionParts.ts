import type { Device } from 'mediasoup-client';
import type { RoomKey } from '../../protocol/door.ts';
import type { UserId } from '../../protocol/ids.ts';
import type { LocalMedia } from './LocalMedia.svelte.ts';
import type { OwnTracks } from './OwnTracks.svelte.ts';
import type { RoomSession } from './RoomSession.svelte.ts';
import type { SignalingClient } from './SignalingClient.ts';

/** What a stay in a room needs. */
export interface RoomSessionParts {
  readonly signaling: SignalingClient;
  readonly local: LocalMedia;
  readonly userId: UserId;
  /** What this browser can do, known before the tap; null without WebRTC. */
  readonly device: () => Promise<Device | null>;
  /** Another tab of somebody who is in the room: no media, no seat. */
  readonly companion?: boolean;
  /** The call goes on in another room, with the tracks of this one. */
  readonly onMoved?: (call: RoomSession) => void;
  /** What one shows at the door. */
  readonly key?: RoomKey | undefined;
  /** What was opened before stepping in. */
  readonly own?: OwnTracks | undefined;
}
