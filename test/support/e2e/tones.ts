/** A tone for each of four people, none a multiple of another. */
export const tones = { ann: 440, bo: 620, cy: 1010, di: 1390 } as const;
