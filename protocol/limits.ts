/** Sizes that both sides keep to: the schemas refuse more, the forms stop at it. */
export const limits = {
  /** Characters, as people count them (graphemes). */
  roomName: 60,
  topic: 140,
  participantName: 32,
  chatText: 2_000,
  /** Of a line that is answered, as many as are shown with the answer. */
  quotedText: 120,
  searchText: 80,
  /** Interests on one room. */
  interestsPerRoom: 3,
  /** Interests, and languages, on a person's page. */
  interestsPerPerson: 8,
  languagesPerPerson: 6,
  bio: 280,
  /** Of a picture that is sent. */
  pictureBytes: 5 * 1024 * 1024,
  pronouns: 24,
  city: 60,
  /** The most people a room may be set to hold. */
  roomCapacity: 1_000,
  /** People who put the same stamp under one line. */
  stampPeople: 200,
  /** Messages that come with the answer to `room:join`, and on each further page. */
  chatPage: 50,
  /** Faces on a room's card. */
  cardFaces: 6,
  /** How long a seat waits for its lost socket, in milliseconds. */
  seatMs: 120_000,
} as const;

/** Raised whenever an old client can no longer talk to a new server. */
export const protocolVersion = 5;
