import type { z } from 'zod';
import { chatNotifications, chatRequests } from './chat.ts';
import { chatReadingNotifications, chatReadingRequests } from './chatReading.ts';
import { circleNotifications } from './circles.ts';
import { conversationNotifications, conversationRequests } from './conversations.ts';
import { crowdNotifications, crowdRequests } from './crowd.ts';
import { doorNotifications, doorRequests } from './door.ts';
import type { Answer } from './errors.ts';
import { filterRequests } from './filter.ts';
import { freezeNotifications, freezeRequests } from './freeze.ts';
import { lobbyNotifications, lobbyRequests } from './lobby.ts';
import { mediaNotifications, mediaRequests } from './media.ts';
import { moderationNotifications, moderationRequests } from './moderation.ts';
import { noticeNotifications } from './notices.ts';
import { participantRequests } from './participant.ts';
import { pollNotifications, pollRequests } from './polls.ts';
import { presenceNotifications, presenceRequests } from './presence.ts';
import { qualityNotifications, qualityRequests } from './quality.ts';
import { questionNotifications, questionRequests } from './questions.ts';
import { reactionNotifications, reactionRequests } from './reactions.ts';
import { ringNotifications, ringRequests } from './rings.ts';
import { roleNotifications, roleRequests } from './roles.ts';
import { roomRequests } from './room.ts';
import { roomNotifications } from './roomNotifications.ts';
import { serverNotifications, serverRequests } from './server.ts';
import { stageNotifications, stageRequests } from './stage.ts';
import { tieNotifications } from './ties.ts';
import { treeNotifications, treeRequests } from './tree.ts';

/** Every Socket.IO event that is answered: the server's door, the client, the tests and the documents read this table. */
export const requests = {
  ...serverRequests,
  ...lobbyRequests,
  ...roomRequests,
  ...crowdRequests,
  ...participantRequests,
  ...roleRequests,
  ...treeRequests,
  ...filterRequests,
  ...doorRequests,
  ...moderationRequests,
  ...freezeRequests,
  ...stageRequests,
  ...reactionRequests,
  ...questionRequests,
  ...pollRequests,
  ...chatRequests,
  ...chatReadingRequests,
  ...conversationRequests,
  ...mediaRequests,
  ...qualityRequests,
  ...presenceRequests,
  ...ringRequests,
};

/** Every Socket.IO event that the server sends. */
export const notifications = {
  ...serverNotifications,
  ...lobbyNotifications,
  ...roomNotifications,
  ...crowdNotifications,
  ...roleNotifications,
  ...treeNotifications,
  ...doorNotifications,
  ...moderationNotifications,
  ...freezeNotifications,
  ...stageNotifications,
  ...reactionNotifications,
  ...questionNotifications,
  ...pollNotifications,
  ...chatNotifications,
  ...chatReadingNotifications,
  ...conversationNotifications,
  ...mediaNotifications,
  ...qualityNotifications,
  ...tieNotifications,
  ...circleNotifications,
  ...presenceNotifications,
  ...noticeNotifications,
  ...ringNotifications,
};

export type RequestName = keyof typeof requests;
/** What a client may send: defaults not yet filled in. */
export type RequestInput<Name extends RequestName> = z.input<(typeof requests)[Name]['input']>;
/** What a handler gets: checked, defaults filled in. */
export type RequestData<Name extends RequestName> = z.output<(typeof requests)[Name]['input']>;
export type RequestOutput<Name extends RequestName> = z.output<(typeof requests)[Name]['output']>;

export type NotificationName = keyof typeof notifications;
export type NotificationPayload<Name extends NotificationName> = z.output<
  (typeof notifications)[Name]['payload']
>;

/** The events of the server's and the client's sockets, for Socket.IO's types. */
export type ClientToServer = {
  [Name in RequestName]: (
    input: RequestInput<Name>,
    answer: (answer: Answer<RequestOutput<Name>>) => void,
  ) => void;
};
export type ServerToClient = {
  [Name in NotificationName]: (payload: NotificationPayload<Name>) => void;
};
