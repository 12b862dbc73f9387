import { z } from 'zod';
import { EventDate } from './ids.ts';

/** The days of the week, as RFC 5545 calls them, Monday first. */
export const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'] as const;

/** How an event comes again: always at the same time on the clock where its author lives. */
export const Recurrence = z
  .strictObject({
    every: z.enum(['day', 'week', 'month']),
    /** Every so many days, weeks or months. */
    interval: z.int().min(1).max(12).default(1),
    /** On which days of the week; that of the first date is always one of them. */
    weekdays: z
      .array(z.enum(weekdays))
      .max(7)
      .refine((days) => new Set(days).size === days.length, 'names a day twice')
      .default([]),
    /** In a month: on the same day by its number, or on the same weekday, such as the second Tuesday. */
    by: z.enum(['date', 'weekday']).default('date'),
    /** The last day on which it may be; null: it goes on. */
    until: EventDate.nullable().default(null),
    /** How often it is altogether; null: no matter. */
    count: z.int().min(2).max(366).nullable().default(null),
  })
  .meta({ id: 'Recurrence' });
export type Recurrence = z.infer<typeof Recurrence>;
