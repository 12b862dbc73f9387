/** How many can sit in a room at once, so that it is soon full. */
export const capacity = 3;
export const emptyPauseMs = 60_000;

/** The first of all people have accounts, the others are guests; the last one never was. */
export const everybody = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;
export const ghost = 9;
export const isMember = (who: number) => who < 3;

/** Of two the browser is the same; two have none by which they would be known again. */
export function traceOf(who: number): string | null {
  if (who === 3 || who === 8) return null;
  return who === 6 || who === 7 ? 'shared' : `device-${who}`;
}
