import type { RoomCard } from '../../protocol/room.ts';

/** What the server itself says to people: in link previews and their pictures. */
export interface Words {
  readonly language: 'en' | 'zh';
  readonly homeTitle: string;
  readonly homeQuiet: string;
  readonly step: string;
  readonly quiet: string;
  readonly byLink: string;
  readonly roomGone: string;
  readonly interestGone: string;
  readonly personGone: string;
  readonly eventGone: string;
  readonly eventByLink: string;
  readonly calledOff: string;
  readonly nothingHere: string;
  readonly lookAround: string;
  /** In the place of the name of somebody who left for good. */
  readonly nobody: string;
  titled(name: string): string;
  person(name: string): string;
  inPlace(time: string, place: string): string;
  going(count: number): string;
  onStage(names: readonly string[]): string;
  busy(people: number, rooms: number): string;
  live(count: number): string;
  inside(count: number): string;
  talks(name: string): string;
  sentences(parts: readonly string[]): string;
}

const en: Words = {
  language: 'en',
  homeTitle: 'Hobnob: step into a room',
  homeQuiet: 'Voice and video rooms, sorted by what people care about. No account needed.',
  step: 'Step in muted',
  quiet: 'Quiet right now',
  byLink: 'A room on Hobnob. Step in muted; no account needed.',
  roomGone: 'This room is not here',
  interestGone: 'This interest is not here',
  personGone: 'Nobody lives at this address',
  eventGone: 'This event is not here',
  eventByLink: 'An event on Hobnob. Come in muted; no account needed.',
  calledOff: 'Called off',
  nothingHere: 'There is nothing at this address',
  lookAround: 'It may have closed. There are others.',
  nobody: 'Somebody who left',
  titled: (name) => `${name} · Hobnob`,
  person: (name) => `${name} on Hobnob: interests, rooms, and where to say hello.`,
  inPlace: (time, place) => `${time} in ${place}`,
  going: (count) => (count > 0 ? `Free, ${count} going` : 'Free, no account needed'),
  onStage: (names) => `${new Intl.ListFormat('en', { type: 'conjunction' }).format(names)} on stage`,
  busy: (people, rooms) =>
    `${counted(people, 'person', 'people')} in ${counted(rooms, 'room', 'rooms')} right now`,
  live: (count) => `Live, ${count} inside`,
  inside: (count) => `${counted(count, 'person', 'people')} inside`,
  talks: (name) => `${name} is talking`,
  sentences: (parts) => parts.map((part) => (/[.!?…]$/.test(part) ? part : `${part}.`)).join(' '),
};

const zh: Words = {
  language: 'zh',
  homeTitle: 'Hobnob：推门进来坐坐',
  homeQuiet: '按兴趣分类的语音和视频房间，不用注册。',
  step: '静音进入',
  quiet: '现在很安静',
  byLink: 'Hobnob 上的一个房间。静音进入，不用注册。',
  roomGone: '找不到这个房间',
  interestGone: '找不到这个兴趣',
  personGone: '找不到这个人',
  eventGone: '找不到这个活动',
  eventByLink: 'Hobnob 上的一个活动。静音进入，不用注册。',
  calledOff: '活动已取消',
  nothingHere: '这里什么也没有',
  lookAround: '它可能已经关闭了，去看看别的房间吧。',
  nobody: '已离开的人',
  titled: (name) => `${name} · Hobnob`,
  inPlace: (time, place) => `${time}（${place}时间）`,
  going: (count) => (count > 0 ? `免费，${count} 人参加` : '免费，不用注册'),
  onStage: (names) => `${new Intl.ListFormat('zh-Hans', { type: 'conjunction' }).format(names)}主讲`,
  person: (name) => `${name} 的 Hobnob 主页：兴趣、房间，过来打个招呼吧。`,
  busy: (people, rooms) => `现在有 ${people} 人在 ${rooms} 个房间里`,
  live: (count) => `直播中，${count} 人在场`,
  inside: (count) => `${count} 人在场`,
  talks: (name) => `${name} 正在说话`,
  sentences: (parts) => parts.map((part) => (/[。！？…]$/.test(part) ? part : `${part}。`)).join(''),
};

/** The words for a language tag; English for those there are none for. */
export function wordsFor(language: string): Words {
  return language.startsWith('zh') ? zh : en;
}

/** The name of a language in the words' own. */
export function languageName(tag: string, words: Words): string {
  return new Intl.DisplayNames([words.language], { type: 'language' }).of(tag) ?? tag;
}

/** Who in a card is talking, by name. */
export function talkerIn({ faces, talkingIds }: RoomCard): string | undefined {
  return faces.find(({ id }) => talkingIds.includes(id))?.name;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
