import type { PollInfo } from '../../protocol/polls.ts';
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
      const viewsOf = polls.viewsOf(id);
      if (!viewsOf) return;
      // Most of a crowd see the same, which is then written once for all of them.
      const told = new Map<string, { poll: PollInfo; sockets: string[] }>();
      for (const { id: seat, userId, authority } of room.participants.values()) {
        const poll = viewsOf(userId, can(authority, 'stage:manage', room.info));
        const key = `${poll.counts !== null} ${poll.mine.join()}`;
        const alike = told.get(key) ?? { poll, sockets: [] };
        alike.sockets.push(...sessions.all(seat).map((session) => session.id));
        told.set(key, alike);
      }
      for (const { poll, sockets } of told.values())
        if (sockets.length > 0) io.to(sockets).emit('poll:changed', poll);
    });
    polls.on('gone', (id) => all().emit('poll:gone', { id }));
  });
}
