import { account } from './account.ts';
import { backdrop } from './backdrop.ts';
import { breaks } from './breaks.ts';
import { chat } from './chat.ts';
import { common } from './common.ts';
import { hearing } from './hearing.ts';
import { home } from './home.ts';
import { order } from './order.ts';
import { people } from './people.ts';
import { prejoin } from './prejoin.ts';
import { reading } from './reading.ts';
import { room } from './room.ts';
import { share } from './share.ts';
import { voice } from './voice.ts';

/** Every sentence shown, in Chinese. */
export const zh = {
  ...common,
  ...home,
  ...room,
  ...breaks,
  ...chat,
  ...order,
  ...hearing,
  ...share,
  ...voice,
  ...prejoin,
  ...reading,
  ...people,
  ...backdrop,
  ...account,
};
