import type { PersonInfo } from '../../../protocol/people.ts';
import type { Newcomers } from '../../moderation/Newcomers.ts';
import type { Ties } from '../../people/Ties.ts';
import type { Board } from '../../rooms/board/Board.ts';
import type { Boards } from '../../rooms/board/Boards.ts';
import { can } from '../../rooms/permissions.ts';
import type { WordFilter } from '../../rooms/WordFilter.ts';
import type { Handlers } from '../bindRequests.ts';
import type { Session } from '../Session.ts';

type BoardHandlers = {
  [Name in keyof Handlers as Name extends `${'question' | 'poll'}:${string}` ? Name : never]: Handlers[Name];
};

/** What a room wants to know: questions and polls. */
export function boardHandlers(
  boards: Boards,
  ties: Ties,
  filter: WordFilter,
  newcomers: Newcomers,
): BoardHandlers {
  /** The board, who asks for it, and whether they keep it. */
  async function look(session: Session): Promise<{ board: Board; person: PersonInfo; manages: boolean }> {
    const { room, participant } = session.requireSeat();
    const manages = can(participant.authority, 'stage:manage', room.info);
    return { board: await boards.of(room), person: participant.person, manages };
  }

  return {
    async 'question:list'(session) {
      const { board, person } = await look(session);
      const questions = board.questions.list.filter(({ author }) => !ties.areApart(person.id, author.id));
      return { questions, voted: board.questions.votedBy(person.id) };
    },

    async 'question:search'(session, { text }) {
      const { board, person } = await look(session);
      const found = board.questions.search(text);
      return { questions: found.filter(({ author }) => !ties.areApart(person.id, author.id)) };
    },

    async 'question:ask'(session, { text }) {
      const { room, participant } = session.requireSeat();
      await newcomers.requireModest({ info: room.info, comer: participant.comer, text, mentions: 0 });
      await filter.require({ info: room.info, role: participant.authority, text });
      const { board, person } = await look(session);
      return await board.questions.ask(person, text);
    },

    async 'question:vote'(session, { questionId, on }) {
      const { board, person } = await look(session);
      await board.questions.vote(questionId, person.id, on);
      return null;
    },

    async 'question:settle'(session, { questionId, state }) {
      const { board } = await look(session);
      await board.questions.settle(questionId, state);
      return null;
    },

    async 'question:remove'(session, { questionId }) {
      const { board, person, manages } = await look(session);
      await board.questions.remove(questionId, person.id, manages);
      return null;
    },

    async 'poll:list'(session) {
      const { board, person, manages } = await look(session);
      return { polls: board.polls.list(person.id, manages) };
    },

    async 'poll:open'(session, asked) {
      const { board, person, manages } = await look(session);
      return board.polls.require(await board.polls.open(asked), person.id, manages);
    },

    async 'poll:vote'(session, { pollId, choices }) {
      const { board, person, manages } = await look(session);
      await board.polls.vote(pollId, person.id, choices);
      return board.polls.require(pollId, person.id, manages);
    },

    async 'poll:close'(session, { pollId }) {
      await (await look(session)).board.polls.end(pollId);
      return null;
    },

    async 'poll:remove'(session, { pollId }) {
      await (await look(session)).board.polls.remove(pollId);
      return null;
    },
  };
}
