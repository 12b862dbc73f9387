import type { Ties } from '../people/Ties.ts';
import type { Boards } from '../rooms/board/Boards.ts';
import { can } from '../rooms/permissions.ts';
import type { Io } from './announce.ts';
import { apartChannels } from './apart.ts';
import { channelOf } from './Session.ts';
import type { Sessions } from './Sessions.ts';

/** Tells rooms what changes on their boards: of a poll to each as much as they may see. */
export function announceBoards(io: Io, boards: Boards, sessions: Sessions, ties: Ties): void {
  boards.on('opened', (room, { questions, polls }) => {
    const all = () => io.to(channelOf(room.info.id));
    questions.on('changed', (question) => {
      all().except(apartChannels(ties, question.author.id)).emit('question:changed', question);
    });
    questions.on('gone', (id) => all().emit('question:gone', { id }));
    polls.on('changed', (id) => {
      for (const { id: seat, userId, authority } of room.participants.values()) {
        const poll = polls.seenBy(id, userId, can(authority, 'stage:manage', room.info));
        for (const session of poll ? sessions.all(seat) : []) if (poll) session.notify('poll:changed', poll);
      }
    });
    polls.on('gone', (id) => all().emit('poll:gone', { id }));
  });
}
