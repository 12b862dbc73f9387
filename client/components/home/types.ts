/** Somebody in a room, as the lists show them. */
export interface FaceInfo {
  id: string;
  name: string;
  avatar: string;
  muted: boolean;
}

/** A topic that rooms carry. */
export interface InterestInfo {
  slug: string;
  names: { en: string; zh: string };
  hue: number;
  pattern: string;
  related: string[];
  liveRooms: number;
  people: number;
}

/** A live room, as the lists show it. */
export interface RoomCard {
  id: string;
  slug: string;
  name: string;
  topic: string;
  interests: string[];
  language: string;
  faces: FaceInfo[];
  count: number;
  talkingIds: string[];
  openedAt: number;
  lasting: boolean;
}
