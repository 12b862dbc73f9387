/** What the processors of the playback are called between the page and the audio thread. */
export const levellerName = 'hobnob-leveller';
export const limiterName = 'hobnob-limiter';
