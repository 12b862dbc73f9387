import type { NoticeId } from '../protocol/ids.ts';
import type {
  NoticeChoices,
  NoticeInfo,
  NoticeLevel,
  NoticePage,
  NoticeTarget,
} from '../protocol/notices.ts';
import { ask } from './api.ts';
import type { HobnobClient } from './session/HobnobClient.svelte.ts';

/** What a level is for, without the level. */
export type Followed = { [Kind in NoticeTarget['kind']]: { kind: Kind; id: string } }[NoticeTarget['kind']];

const usual: Record<Followed['kind'], NoticeLevel> = {
  room: 'live',
  person: 'live',
  interest: 'off',
  circle: 'off',
};

/** What one was told, and wants to be told. */
export class Notices {
  /** The latest first; null until it was asked for. */
  list = $state.raw<readonly NoticeInfo[] | null>(null);
  more = $state(false);
  unread = $state(0);
  /** How many of those mean oneself. */
  mentions = $state(0);
  /** Null until it was asked for. */
  choices = $state.raw<NoticeChoices | null>(null);
  readonly #client: Pick<HobnobClient, 'signaling' | 'onWelcome'>;

  constructor(client: Pick<HobnobClient, 'signaling' | 'onWelcome'>) {
    this.#client = client;
  }

  /** Keeps it current, and says what is new, until the returned function is called. */
  watch(onnews: (notice: NoticeInfo) => void): () => void {
    const { signaling } = this.#client;
    // Without an answer what was known stays; whatever comes next asks again.
    const load = () => void this.load().catch(() => {});
    load();
    const stops = [
      this.#client.onWelcome(load),
      signaling.on('notices:told', ({ notice, quiet }) => {
        load();
        if (!quiet) onnews(notice);
      }),
      signaling.on('notices:changed', () => {
        load();
        if (this.choices) void this.loadChoices().catch(() => {});
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }

  /** All below reject with a `RequestError`. */
  async load(): Promise<void> {
    const page = await ask<'notices'>('/me/notices');
    this.#take(page);
    this.list = page.notices;
    this.more = page.more;
  }

  async loadMore(): Promise<void> {
    const before = this.list?.at(-1)?.id;
    if (!before) return;
    const page = await ask<'notices'>('/me/notices', { query: { before } });
    this.#take(page);
    this.list = [...(this.list ?? []), ...page.notices];
    this.more = page.more;
  }

  async read(id: NoticeId): Promise<void> {
    this.#take(
      await ask<'readNotice'>(`/me/notices/${encodeURIComponent(id)}/read`, { method: 'PUT', body: {} }),
    );
  }

  async readAll(): Promise<void> {
    this.#take(await ask<'readNotices'>('/me/notices/read', { method: 'PUT', body: {} }));
  }

  async loadChoices(): Promise<void> {
    this.choices = await ask<'noticeChoices'>('/me/notices/choices');
  }

  /** How much of something one wants to be told while one follows it. */
  levelOf({ kind, id }: Followed): NoticeLevel {
    return (
      this.choices?.levels.find((target) => target.kind === kind && target.id === id)?.level ?? usual[kind]
    );
  }

  async choose(followed: Followed, level: NoticeLevel): Promise<void> {
    // Which levels each kind has is seen to where they are offered, and at the server.
    const body = { ...followed, level } as NoticeTarget;
    this.choices = await ask<'chooseLevel'>('/me/notices/level', { method: 'PUT', body });
  }

  async chooseQuiet(quiet: NoticeChoices['quiet']): Promise<void> {
    this.choices = await ask<'chooseQuiet'>('/me/notices/quiet', { method: 'PUT', body: { quiet } });
  }

  #take({ unread, mentions }: Pick<NoticePage, 'unread' | 'mentions'>): void {
    this.unread = unread;
    this.mentions = mentions;
  }
}
