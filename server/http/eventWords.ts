import type { EventInfo, EventTime } from '../../protocol/schedule.ts';
import type { Words } from './words.ts';

/** When a date is, by the clock where the event is at home: "Sunday, 29 November 2026 at 20:30 in Lisbon". */
export function whenInFull({ startsAt }: EventTime, { zone }: EventInfo, words: Words): string {
  const time = new Intl.DateTimeFormat(localeOf(words), {
    ...{ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone },
  }).format(startsAt);
  return words.inPlace(time, placeOf(zone));
}

/** The same, as short as it fits into a pill: "Sun 29 Nov, 20:30 Lisbon". */
export function whenInShort({ startsAt }: EventTime, { zone }: EventInfo, words: Words): string {
  const time = new Intl.DateTimeFormat(localeOf(words), {
    ...{ weekday: 'short', day: 'numeric', month: 'short' },
    ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: zone },
  }).format(startsAt);
  return `${time} ${placeOf(zone)}`;
}

/** The city after which a zone is called. */
function placeOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

function localeOf({ language }: Words): string {
  return language === 'zh' ? 'zh-Hans' : 'en-GB';
}
