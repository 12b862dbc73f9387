import { common } from './common.ts';
import { home } from './home.ts';
import { room } from './room.ts';

/** Every sentence shown, in English, which the other languages follow. */
export const en = { ...common, ...home, ...room } as const;
