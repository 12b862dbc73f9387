import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { sentenceFor } from '../../../client/problems.ts';
import { type DeviceKind, DeviceProblem, type DeviceTrouble } from '../../../client/session/DeviceProblem.ts';
import { RequestError } from '../../../client/session/RequestError.ts';
import type { Template } from '../../../client/words/catalog.ts';
import { en } from '../../../client/words/en/index.ts';
import { zh } from '../../../client/words/zh/index.ts';
import { momentOf, t, timeOfDay, useLanguage } from '../../../client/words.svelte.ts';
import { errorCodes } from '../../../protocol/errorCodes.ts';

const english: Readonly<Record<string, Template>> = en;
const chinese: Readonly<Record<string, Template>> = zh;
const formsOf = (template: Template | undefined) =>
  typeof template === 'string'
    ? [template]
    : [template?.one, template?.other].filter((form) => form !== undefined);
const placesOf = (form: string) => [...form.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted();
// A form for one may leave the number out.
const allPlaces = (template: Template | undefined) => placesOf(formsOf(template).at(-1) ?? '');

test('both languages have the same sentences', () => {
  expect(Object.keys(chinese).toSorted()).toEqual(Object.keys(english).toSorted());
});

test.each(Object.keys(english))('"%s" has the same gaps in both languages, and is not empty', (key) => {
  expect(allPlaces(chinese[key])).toEqual(allPlaces(english[key]));
  for (const form of [...formsOf(english[key]), ...formsOf(chinese[key])]) {
    expect(form.trim()).not.toBe('');
    expect(placesOf(form).filter((name) => !allPlaces(english[key]).includes(name))).toEqual([]);
  }
});

afterEach(() => vi.unstubAllGlobals());

test('a number chooses the form, and is written as people write it', async () => {
  vi.stubGlobal('document', { documentElement: { lang: '' } });
  expect([t('here', { count: 1 }), t('here', { count: 1_200 })]).toEqual(['1 here', '1,200 here']);
  await useLanguage('zh');
  expect(t('leave')).toBe(chinese.leave);
  await useLanguage('en');
  expect(t('leave')).toBe('Leave');
});

test('a value that looks like a gap is left as it is', () => {
  expect(t('doorGoesBy', { name: '{name} $& {x}' })).toBe('You go by {name} $& {x}.');
});

const devices: DeviceKind[] = ['microphone', 'camera', 'screen'];
const troubles: DeviceTrouble[] = [
  'denied',
  'dismissed',
  'missing',
  'busy',
  'insecure',
  'unsupported',
  'failed',
];

test.each([...errorCodes, 'unreachable' as const])('there is a sentence for %s', (code) => {
  expect(sentenceFor(new RequestError(code, 'English of the server'))).toMatch(/^[A-Z].+[.!?]$/);
});

test.each(devices.flatMap((device) => troubles.map((trouble) => [device, trouble] as const)))(
  'there is a sentence for a %s that is %s',
  (device, trouble) => {
    expect(sentenceFor(new DeviceProblem(device, trouble))).toMatch(/^[A-Z].+[.!?]$/);
  },
);

test('an error of ours is told without its details', () => {
  expect(sentenceFor(new TypeError('x is not a function'))).toBe(t('problem.internal'));
});

test.each(['en', 'zh'])('no two files of "%s" say different things by the same key', async (language) => {
  const folder = join(import.meta.dirname, '../../../client/words', language);
  const said = new Map<string, Template>();
  for (const file of readdirSync(folder).filter((name) => name !== 'index.ts')) {
    const parts = (await import(join(folder, file))) as Record<string, Record<string, Template>>;
    for (const [key, template] of Object.values(parts).flatMap((part) => Object.entries(part))) {
      expect([file, key, said.get(key) ?? template]).toEqual([file, key, template]);
      said.set(key, template);
    }
  }
});

test('the day begins at 00, and what is not of this year says of which it is', () => {
  const midnight = new Date(2024, 0, 2, 0, 5).getTime();
  expect(timeOfDay(midnight)).toBe('00:05');
  expect(momentOf(midnight)).toBe('Jan 2, 2024, 00:05');
  const thisYear = new Date().setMonth(0, 2);
  expect(momentOf(thisYear)).toMatch(/^Jan 2, \d\d:\d\d$/);
});
