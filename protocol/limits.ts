/** Sizes that both sides keep to: the schemas refuse more, the forms stop at it. */
export const limits = {
  /** Of an event: its title, what will happen, the people on stage, and how long it lasts, in minutes. */
  eventTitle: 80,
  eventDescription: 4_000,
  eventPeople: 20,
  eventMinutes: 1_440,
  /** Characters of a question, questions of one person and of all that are open, and all that are kept in a room. */
  question: 280,
  ownQuestions: 10,
  questions: 200,
  questionsKept: 1_000,
  /** Characters of what can be chosen, how much there is to choose from, and polls of a room. */
  pollOption: 80,
  pollOptions: 10,
  polls: 50,
  /** Of a turn to speak. */
  turnSecondsMin: 10,
  turnSeconds: 600,
  /** How long an invitation on stage waits for its answer, in milliseconds. */
  inviteMs: 60_000,
  /** Why a hand is up. */
  handReason: 120,
  /** Characters, as people count them (graphemes). */
  roomName: 60,
  topic: 140,
  participantName: 32,
  chatText: 2_000,
  /** Of a line that is answered, as many as are shown with the answer. */
  quotedText: 120,
  searchText: 80,
  passkeyName: 40,
  /** The name by which one signs in with a password; and the password, in UTF-16 units. */
  handleMin: 3,
  handle: 24,
  passwordMin: 10,
  passwordMax: 200,
  /** Interests on one room. */
  interestsPerRoom: 3,
  /** Interests, and languages, on a person's page. */
  interestsPerPerson: 8,
  languagesPerPerson: 6,
  bio: 280,
  /** Of a picture that is sent. */
  pictureBytes: 5 * 1024 * 1024,
  /** Lists of people that somebody keeps, and people in each. */
  circleName: 40,
  circles: 50,
  circlePeople: 500,
  fileName: 120,
  /** In one line. */
  filesPerLine: 10,
  /** The longest voice message, in milliseconds. */
  voiceMs: 300_000,
  /** Friends rung at once, and for how long, in milliseconds. */
  ringPeople: 8,
  ringMs: 30_000,
  pronouns: 24,
  city: 60,
  /** The most people a room may be set to hold. */
  roomCapacity: 10_000,
  /** From how much to how much those who run the house may choose. */
  houseLimits: {
    roomsOpen: [1, 100_000],
    roomCapacity: [2, 10_000],
    roomsPerHour: [1, 1_000],
    fileMegabytes: [1, 10_000],
    filesPerPersonMegabytes: [1, 1_000_000],
  },
  /** People who belong to one conversation. */
  conversationPeople: 50,
  /** People named in one line. */
  mentions: 20,
  /** In a room with more people nobody is told who is writing. */
  typingPeople: 50,
  /** A writer says so at most this often, in milliseconds. */
  typingMs: 3_000,
  /** Notices that are kept for somebody, and on one page of them; characters of what was said. */
  notices: 200,
  noticePage: 30,
  noticeText: 140,
  /** Browsers of somebody that are told while nothing of ours is open in them. */
  pushes: 10,
  /** The longest that a slow room makes people wait between two lines. */
  slowSeconds: 3_600,
  /** The longest that a room may be told to keep its lines. */
  keepDays: 3_650,
  /** Characters of a passcode. */
  passcodeMin: 4,
  passcode: 64,
  /** Why somebody knocks. */
  knockReason: 120,
  /** For how long an invitation may lead in, and for how many people. */
  inviteMinutes: 60 * 24 * 365,
  inviteUses: 10_000,
  /** Invitations of a room that lead in at once. */
  invites: 100,
  /** Invitations of the house that are good at once, and how long and for how many people one may be good. */
  houseInvites: 200,
  houseInviteDays: 365,
  houseInviteUses: 10_000,
  /** People or rooms on one page of those who run the house. */
  housePage: 50,
  /** How many knock at a door, or wait for a seat, at once. */
  outside: 200,
  /** Words that are not written in a room, and how long each may be. */
  filteredWords: 500,
  filteredWord: 60,
  /** Rooms beside a room. */
  roomsBeside: 30,
  /** Lines pinned in a room. */
  pins: 20,
  /** Lines found at once. */
  foundPage: 20,
  /** Unread lines that name somebody, as many as are told. */
  unreadMentions: 99,
  /** People who put the same stamp under one line. */
  stampPeople: 200,
  /** Messages that come with the answer to `room:join`, and on each further page. */
  chatPage: 50,
  /** Faces on a room's card. */
  cardFaces: 6,
  /** With so many people in sight, who comes and only listens is counted; and the faces that are told of those. */
  crowdFrom: 60,
  crowdFaces: 12,
  /** People of a room on one page. */
  peoplePage: 50,
  /** From how many people in a room lines are told together that come within so many milliseconds. */
  manyReaders: 100,
  linesTogetherMs: 50,
  /** Of open microphones in a lounge, those who are heard at once: who spoke last. */
  voicesHeard: 8,
  /** What a moderator says of why. */
  moderationNote: 200,
  /** What somebody says with a report, or against being put out. */
  reportNote: 1_000,
  /** Entries of the log at once. */
  auditPage: 50,
  /** How long it is known who left a room, in milliseconds, and of how many. */
  leaversMs: 30 * 60_000,
  leavers: 100,
  /** The longest time for which something holds for somebody, in minutes; longer is for good. */
  restraintMinutes: 366 * 24 * 60,
  /** How long a device, or a network, is held to be whose it was. */
  networkMs: 24 * 3_600_000,
  /** How long a seat waits for its lost socket, in milliseconds. */
  seatMs: 120_000,
  /** After how long without a host somebody else leads a room. */
  hostPatienceMs: 20_000,
} as const;

/** Raised whenever an old client can no longer talk to a new server. */
export const protocolVersion = 6;
