import type { ChatMessage } from '../../protocol/chat.ts';
import type { InterestSlug, UserId } from '../../protocol/ids.ts';
import { isConversation } from '../../protocol/isConversation.ts';
import { namesOf } from '../../protocol/lines.ts';
import type { PersonInfo } from '../../protocol/people.ts';
import type { RoomInfo } from '../../protocol/room.ts';
import type { Logger } from '../log.ts';
import type { Chats } from '../rooms/Chats.ts';
import type { Members } from '../rooms/Members.ts';
import type { Participant } from '../rooms/Participant.ts';
import type { Room } from '../rooms/Room.ts';
import type { RoomRegistry } from '../rooms/RoomRegistry.ts';
import type { Store } from '../store/Store.ts';
import type { Audience } from './Audience.ts';
import type { NoticeChoices } from './NoticeChoices.ts';
import type { Notices } from './Notices.ts';
import type { News } from './noticeRules.ts';
import type { Presence } from './Presence.ts';
import type { Rings } from './Rings.ts';
import type { Ties } from './Ties.ts';

interface Parts {
  readonly notices: Notices;
  readonly choices: NoticeChoices;
  readonly chats: Chats;
  readonly rooms: RoomRegistry;
  readonly rings: Rings;
  readonly ties: Ties;
  readonly presence: Pick<Presence, 'shows'>;
  readonly audience: Pick<Audience, 'isListedFor'>;
  readonly members: Pick<Members, 'of'>;
  readonly store: Pick<Store, 'guests' | 'notices'>;
  readonly log: Logger;
}

/** Makes news of what happens in rooms and between people, for whoever wants to be told. */
export function bringNotices(parts: Parts): void {
  const { notices, choices, chats, rooms, rings, ties, presence, audience, members, store, log } = parts;
  const attempt = (work: Promise<unknown>) => {
    work.catch((error: unknown) => log.warn({ err: error }, 'nobody was told'));
  };
  const tellAll = (told: ReadonlyMap<UserId, News>) => {
    for (const [id, news] of told) attempt(notices.tell(id, news));
  };

  chats.on('said', (room, message) => {
    if (!isConversation(room)) return tellAll(newsOfLine(room, message, choices));
    // Whoever belongs to a conversation is told of all that is said there.
    const { author: who, seq } = message;
    const text = message.text || namesOf(message.files);
    for (const id of members.of(room.id)) attempt(notices.tell(id, { kind: 'direct', who, room, seq, text }));
  });
  chats.on('reworded', ({ id }, { deleted, seq }) => {
    if (deleted) attempt(store.notices.forgetLine(id, seq));
  });
  rooms.on('opened', (room) => {
    room.on('participantJoined', (participant) => {
      attempt(notices.stepIn(participant.userId, room.info.id));
      if (isConversation(room.info)) return;
      tellAll(newsOfComing(room, participant, { choices, presence, audience }));
    });
  });
  rings.on('missed', (to, who, room) => attempt(notices.tell(to, { kind: 'ring', who, room })));
  ties.on('befriended', (from, to, how) => attempt(tellOfFriends(from, to, how)));

  async function tellOfFriends(from: UserId, to: UserId, how: 'asked' | 'together' | 'apart'): Promise<void> {
    if (how !== 'asked') await notices.befriended(from, to);
    if (how === 'apart') return await notices.befriended(to, from);
    const who = await store.guests.find(from);
    await notices.tell(to, { kind: how === 'asked' ? 'friendRequest' : 'friendAccepted', who });
  }
}

function newsOfLine(room: RoomInfo, message: ChatMessage, choices: NoticeChoices): Map<UserId, News> {
  const { author: who, seq, mentions, answers } = message;
  const text = message.text || namesOf(message.files);
  const told = new Map<UserId, News>();
  const tell = (id: UserId, kind: News['kind']) => {
    if (id !== who.id && !told.has(id)) told.set(id, { kind, who, room, seq, text });
  };
  const meant = (id: UserId) => choices.wants(id, 'room', room.id, 'mentions');
  for (const { id } of mentions) if (meant(id)) tell(id, 'mention');
  if (answers && meant(answers.authorId)) tell(answers.authorId, 'answer');
  for (const id of choices.whoWants('room', room.id, 'all')) tell(id, 'line');
  return told;
}

/** The room went live, or somebody is in it whom others follow. */
function newsOfComing(
  { info: room, participants }: Room,
  { userId, person, hidden }: Participant,
  { choices, presence, audience }: Pick<Parts, 'choices' | 'presence' | 'audience'>,
): Map<UserId, News> {
  const told = new Map<UserId, News>();
  const tell = (id: UserId, who: PersonInfo | null, interest?: InterestSlug) => {
    if (id === userId || told.has(id)) return;
    told.set(id, { kind: 'live', who, room, text: room.topic, ...(interest && { interest }) });
  };
  // Whoever does not come upon the room by themselves is not led there by others.
  const finds = (id: UserId) => audience.isListedFor(room, id);
  for (const id of choices.whoWants('person', userId, 'live')) {
    if (finds(id) && presence.shows(userId, id)) tell(id, person);
  }
  for (const id of choices.whoHasInCircle(userId)) {
    if (finds(id) && presence.shows(userId, id)) tell(id, person);
  }
  if (participants.size > 1) return told;
  const first = hidden ? null : person;
  for (const id of choices.whoWants('room', room.id, 'live')) tell(id, first);
  for (const interest of room.interests) {
    for (const id of choices.whoWants('interest', interest, 'live').filter(finds)) tell(id, first, interest);
  }
  return told;
}
