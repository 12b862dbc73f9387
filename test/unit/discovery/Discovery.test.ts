import { expect, test } from 'vitest';
import { InterestSlug } from '../../../protocol/ids.ts';
import { Discovery } from '../../../server/discovery/Discovery.ts';
import { interests } from '../../../server/store/seeds/interests.ts';
import { aRoom } from '../../contract/storeSamples.ts';
import { FakeDirectory } from './FakeDirectory.ts';

const everybody = { require: () => {}, cardsFor: () => [], listsAll: () => true };

const tagged = (...slugs: string[]) => slugs.map((slug) => InterestSlug.parse(slug));

function createDiscovery() {
  const directory = new FakeDirectory();
  return { directory, discovery: new Discovery(directory, interests, everybody) };
}

test('an interest counts the live rooms and people in it, quiet and hidden rooms aside', () => {
  const { directory, discovery } = createDiscovery();
  directory.put(aRoom({ interests: tagged('diving', 'travel') }), { count: 3 });
  directory.put(aRoom({ interests: tagged('diving') }), { count: 2 });
  directory.put(aRoom({ interests: tagged('diving'), lasting: true }));
  directory.put(aRoom({ interests: tagged('diving'), visibility: 'link' }), { count: 7 });
  const { interest, related, rooms } = discovery.interest(InterestSlug.parse('diving'), null);
  expect(interest).toMatchObject({ names: { zh: '潜水' }, liveRooms: 2, people: 5 });
  expect(interest).not.toHaveProperty('aliases');
  expect(related.find(({ slug }) => slug === 'travel')).toMatchObject({ liveRooms: 1, people: 3 });
  expect(rooms.map(({ count }) => count)).toEqual([3, 2, 0]);
  expect(discovery.interests()).toHaveLength(interests.length);
});

test('an unknown interest is not found', () => {
  const { discovery } = createDiscovery();
  expect(() => discovery.interest(InterestSlug.parse('nothing'), null)).toThrow('no such interest');
});

test('rooms are listed by interest and language', () => {
  const { directory, discovery } = createDiscovery();
  const zh = directory.put(aRoom({ language: 'zh-Hans', interests: tagged('tea') }), { count: 1 });
  directory.put(aRoom({ language: 'en', interests: tagged('tea') }), { count: 5 });
  directory.put(aRoom({ language: 'zh-Hans', interests: tagged('chess') }), { count: 2 });
  expect(discovery.rooms({ limit: 2 }, null).map(({ count }) => count)).toEqual([5, 2]);
  expect(discovery.rooms({ interest: tagged('tea')[0], language: 'zh-Hans', limit: 9 }, null)).toEqual([zh]);
});

test('a room shows its card, its interests and whether it is full', async () => {
  const { directory, discovery } = createDiscovery();
  const room = aRoom({ visibility: 'link', interests: tagged('chess') });
  const card = directory.put(room, { count: 100 });
  directory.full.add(room.id);
  const page = await discovery.room(room.slug, null);
  expect(page).toMatchObject({ room, card, full: true, interests: [{ slug: 'chess' }] });
});

test.each([
  ['diving', 'diving'],
  ['divng', 'diving'],
  ['DIV', 'diving'],
  ['scuba', 'diving'],
  ['潜水', 'diving'],
  ['浮潜', 'diving'],
  ['潜水交流群', 'diving'],
  ['潜', 'diving'],
  ['astronmy', 'astronomy'],
  ['ukulélé', 'guitar'],
  ['language exchange', 'languages'],
  ['K歌', 'singing'],
])('searching for %s finds the interest %s first, with a room that carries it', (text, slug) => {
  const { directory, discovery } = createDiscovery();
  const card = directory.put(aRoom({ name: 'Meeting', topic: '', interests: tagged(slug) }));
  directory.put(aRoom({ name: 'Other', topic: '', interests: tagged('football') }));
  const found = discovery.search(text, null);
  expect(found.interests[0]?.slug).toBe(slug);
  expect(found.rooms).toEqual([card]);
});

test('rooms are found by name and topic, with accents or without, and follow every change', () => {
  const { directory, discovery } = createDiscovery();
  const room = aRoom({ name: 'Café crème', topic: '周末一起看土星' });
  directory.put(room);
  const slugs = (text: string) => discovery.search(text, null).rooms.map(({ slug }) => slug);
  expect(slugs('cafe')).toEqual([room.slug]);
  expect(slugs('CAFÉ creme')).toEqual([room.slug]);
  expect(slugs('土星')).toEqual([room.slug]);
  expect(slugs('木星')).toEqual([]);

  const busy = directory.put({ ...room, name: 'Tea house' }, { count: 4 });
  expect(slugs('creme')).toEqual([]);
  expect(discovery.search('tea house', null).rooms).toEqual([busy]);
  directory.take(room.id);
  expect(slugs('tea house')).toEqual([]);
});

test('rooms that were there before are found, hidden ones never', () => {
  const directory = new FakeDirectory();
  const early = aRoom({ name: 'Lighthouse' });
  directory.put(early);
  directory.put(aRoom({ name: 'Lighthouse', visibility: 'link' }));
  expect(
    new Discovery(directory, interests, everybody).search('lighthouse', null).rooms.map(({ id }) => id),
  ).toEqual([early.id]);
});

test('of equal rooms the lively one comes first', () => {
  const { directory, discovery } = createDiscovery();
  directory.put(aRoom({ name: 'Chess corner' }));
  const lively = directory.put(aRoom({ name: 'Chess corner' }), { count: 12 });
  expect(discovery.search('chess corner', null).rooms[0]).toEqual(lively);
});

test.each(['', '   ', '"(*', '\\', '🙂', '-', '\u0000'])(
  'searching for %j finds nothing and does not fail',
  (text) => {
    const { directory, discovery } = createDiscovery();
    directory.put(aRoom());
    expect(discovery.search(text, null)).toEqual({ interests: [], rooms: [] });
  },
);
