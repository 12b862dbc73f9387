import type { homeRoutes } from '../../../protocol/home.ts';
import type { noticeRoutes } from '../../../protocol/notices.ts';
import type { RouteHandlers } from '../bindRoutes.ts';
import type { HttpParts } from '../parts.ts';

type NoticeHandlers = Pick<RouteHandlers, keyof typeof noticeRoutes | keyof typeof homeRoutes>;

/** The routes about what one is told, and comes home to. */
export function noticeHandlers({
  notices,
  choices,
  acquaintances,
  ownHome,
}: Pick<HttpParts, 'notices' | 'choices' | 'acquaintances' | 'ownHome'>): NoticeHandlers {
  return {
    notices: ({ query, requireGuest }) => notices.page(requireGuest().id, query.before),
    readNotices: ({ requireGuest }) => notices.read(requireGuest().id),
    readNotice: ({ params, requireGuest }) => notices.read(requireGuest().id, params.id),
    ownRooms: ({ requireGuest }) => ownHome.rooms(requireGuest().id),
    noticeChoices: ({ requireGuest }) => choices.of(requireGuest().id),
    async chooseLevel({ body, requireGuest }) {
      const { id } = requireGuest();
      notices.requireKnown(id, body);
      if (body.kind === 'person') await acquaintances.person(body.id);
      await choices.choose(id, body);
      notices.emit('changed', id);
      return choices.of(id);
    },
    async chooseQuiet({ body, requireGuest }) {
      const { id } = requireGuest();
      await choices.chooseQuiet(id, body.quiet);
      notices.emit('changed', id);
      return choices.of(id);
    },
  };
}
