import { account } from './account.ts';
import { backdrop } from './backdrop.ts';
import { breaks } from './breaks.ts';
import { capacity } from './capacity.ts';
import { chat } from './chat.ts';
import { circles } from './circles.ts';
import { common } from './common.ts';
import { data } from './data.ts';
import { door } from './door.ts';
import { events } from './events.ts';
import { files } from './files.ts';
import { hearing } from './hearing.ts';
import { home } from './home.ts';
import { house } from './house.ts';
import { messages } from './messages.ts';
import { moderation } from './moderation.ts';
import { notices } from './notices.ts';
import { order } from './order.ts';
import { ownHome } from './ownHome.ts';
import { people } from './people.ts';
import { prejoin } from './prejoin.ts';
import { previews } from './previews.ts';
import { push } from './push.ts';
import { reading } from './reading.ts';
import { ring } from './ring.ts';
import { roles } from './roles.ts';
import { room } from './room.ts';
import { share } from './share.ts';
import { board, stage } from './stage.ts';
import { tree } from './tree.ts';
import { voice } from './voice.ts';
import { voicemail } from './voicemail.ts';

/** Every sentence shown, in English, which the other languages follow. */
export const en = {
  ...common,
  ...home,
  ...room,
  ...breaks,
  ...capacity,
  ...chat,
  ...order,
  ...moderation,
  ...roles,
  ...tree,
  ...door,
  ...files,
  ...events,
  ...hearing,
  ...share,
  ...stage,
  ...board,
  ...voice,
  ...voicemail,
  ...prejoin,
  ...previews,
  ...reading,
  ...people,
  ...circles,
  ...ring,
  ...messages,
  ...data,
  ...backdrop,
  ...notices,
  ...push,
  ...ownHome,
  ...house,
  ...account,
} as const;
