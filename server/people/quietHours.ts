import type { QuietHours } from '../../protocol/notices.ts';
import { AppError } from '../errors.ts';

/** Whether a moment lies within somebody's quiet hours, by the clock on their wall. */
export function isQuiet({ from, to, zone }: QuietHours, at: number): boolean {
  const now = minuteOf(at, zone);
  return from <= to ? now >= from && now < to : now >= from || now < to;
}

/** Throws `bad_request` for a time zone that nobody knows. */
export function requireZone(zone: string): void {
  try {
    minuteOf(0, zone);
  } catch {
    throw new AppError('bad_request', 'There is no such time zone.');
  }
}

/** The minute of the day that it is somewhere. */
function minuteOf(at: number, timeZone: string): number {
  const clock = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const [hour = '0', minute = '0'] = clock.format(at).split(':');
  return Number(hour) * 60 + Number(minute);
}
