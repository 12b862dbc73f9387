/** The languages a room can be said to be held in; names come from the browser. */
export const roomLanguages = [
  'en', 'zh', 'es', 'hi', 'ar', 'pt', 'bn', 'ru', 'ja', 'de', 'fr', 'ko', 'it', 'tr', 'vi', 'id', 'pl', 'uk', 'nl',
  'sv', 'el', 'cs', 'he', 'th',
] as const;
