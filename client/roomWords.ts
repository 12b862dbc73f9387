import type { RoomWords } from './components/home/words.ts';
import { nameOf } from './interests.svelte.ts';
import { languageName, listOf, t } from './words.svelte.ts';

/** The sentences that pictures of rooms need, in the language of the screen. */
export const roomWords: RoomWords = {
  people: (count) => t('people', { count }),
  speaking: (names) => t(names.length > 1 ? 'speakingMany' : 'speaking', { names: listOf(names) }),
  get quiet() {
    return t('quiet');
  },
  interest: nameOf,
  language: languageName,
};
