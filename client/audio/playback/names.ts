/** What the processors of the playback are called between the page and the audio thread. */
export const levellerName = 'hobnob-leveller';
export const limiterName = 'hobnob-limiter';

/** What a leveller is told: to do its work, to let sound pass as it comes, or that nothing will come any more. */
export type LevellerOrder = 'level' | 'pass' | 'end';
