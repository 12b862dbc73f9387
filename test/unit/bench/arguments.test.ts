import { expect, test } from 'vitest';
import { readArguments } from '../../../bench/arguments.ts';

test('without a name everything is measured', () => {
  expect(readArguments([])).toEqual({
    scenarios: [
      ...['join', 'forward', 'stage', 'audience', 'storm', 'overload', 'churn', 'lounge', 'chat'],
      ...['browser', 'home', 'pictures', 'tab', 'search'],
    ],
    json: false,
    smoke: false,
  });
});

test('names choose what is measured, in the order of the bench', () => {
  expect(readArguments(['chat', 'join', '--json']).scenarios).toEqual(['join', 'chat']);
});

test('options are read', () => {
  expect(readArguments(['--json', '--smoke'])).toMatchObject({ json: true, smoke: true });
});

test('a name that nothing has is refused, with how the command is used', () => {
  expect(() => readArguments(['joins'])).toThrow('There is no scenario "joins". Usage: npm run bench');
});

test('an option that does not exist is refused', () => {
  expect(() => readArguments(['--fast'])).toThrow('--fast');
});
