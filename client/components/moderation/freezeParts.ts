/** What can be frozen in a room. */
export const freezeParts = ['joins', 'speak', 'show', 'chat'] as const;

/** All of it at once. */
export const everything = { joins: true, speak: true, show: true, chat: true };
