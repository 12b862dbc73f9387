import type { types } from 'mediasoup-client';
import type { VideoCodec } from '../../../protocol/codecs.ts';
import type { Quality } from '../../../protocol/quality.ts';
import type { MediaClient } from '../MediaClient.ts';
import type { OwnScreen } from '../OwnScreen.svelte.ts';
import type { Reception } from '../Reception.svelte.ts';
import { type Counters, type Path, pathOf, received, sent } from './counters.ts';
import { DataSaver } from './DataSaver.svelte.ts';
import { type Effort, effortAfter, isTooMuch, noEffort } from './effort.ts';
import { between, type Flow, sampleOf } from './figures.ts';
import { judge, settle, wellRated } from './rating.ts';
import { cameraPlan, follow } from './sendingPlan.ts';
import { soundBuffer, usualBuffer } from './soundBuffer.ts';
import { type BetterCodec, unseenCodecs } from './unseen.ts';

/** What is watched, and who is told. */
interface QualityParts {
  readonly media: () => MediaClient | null;
  readonly reception: Reception;
  readonly screen: OwnScreen;
  readonly tell: (quality: Quality) => Promise<unknown>;
  readonly cannotShow: (codec: BetterCodec) => Promise<unknown>;
}

// Asking a browser for its counters takes milliseconds of its time.
const lookEveryMs = 2_000;

/** How good the own connection is, in a word and in figures; others are told the word, and pictures follow it. */
export class ConnectionQuality {
  quality = $state<Quality>('good');
  path = $state.raw<Path | null>(null);
  sending = $state.raw<readonly Flow[]>([]);
  receiving = $state.raw<readonly Flow[]>([]);
  readonly saver = new DataSaver();
  readonly #parts: QualityParts;
  readonly #before = new Map<string, Counters>();
  #rating = wellRated;
  #buffer = usualBuffer;
  #effort: Effort = noEffort;
  #told: Quality = 'good';
  /** As the last look found them. */
  #unseen: readonly BetterCodec[] = [];
  #looking: Promise<void> | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(parts: QualityParts) {
    this.#parts = parts;
  }

  /** Watches new media, of which the server has heard nothing bad yet. */
  begin(): void {
    this.#told = 'good';
    this.#before.clear();
    this.#timer ??= setInterval(() => this.#look(), lookEveryMs);
  }

  /** Whether pictures in this codec have proved to be too much for the processor. */
  tooMuch(codec: VideoCodec): boolean {
    return codec !== 'VP8' && isTooMuch(this.#effort, codec);
  }

  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #look(): void {
    this.#looking ??= this.#lookAt(this.#parts.media())
      .catch(() => {
        // A transport was closed meanwhile, or the line was lost: the next look finds it as it is.
      })
      .finally(() => {
        this.#looking = null;
      });
  }

  async #lookAt(media: MediaClient | null): Promise<void> {
    if (!media || media.closed) return;
    const reports = await media.reports();
    if (media !== this.#parts.media()) return;
    const own = new Map([...media.send.producers].map(([source, producer]) => [producer.localId, source]));
    this.sending = this.#flows('sent', reports.sent ? sent(reports.sent) : [], (mid) => {
      const source = own.get(mid);
      return source && { source, participantId: null };
    });
    const others = new Map(
      [...media.receive.tracks.values()].map((track) => [track.consumer.localId, track]),
    );
    this.receiving = this.#flows('received', reports.received ? received(reports.received) : [], (mid) =>
      others.get(mid),
    );
    this.#effort = effortAfter(this.#effort, this.sending);
    const way = reports.received ?? reports.sent;
    this.path = way && pathOf(way);
    const now = performance.now();
    const sample = sampleOf(this.sending, this.receiving, this.path);
    this.#buffer = soundBuffer(this.#buffer, sample, now);
    media.receive.bufferSound(this.#buffer.ms);
    this.#rating = settle(this.#rating, judge(sample), now);
    this.quality = this.#rating.quality;
    this.saver.consider(this.quality, now);
    await this.#act(media);
  }

  /** What each known track did since the last look. */
  #flows(
    way: string,
    counters: readonly Counters[],
    known: (mid: string) => Omit<Flow, 'figures'> | undefined,
  ): Flow[] {
    return counters.flatMap((now) => {
      const key = `${way} ${now.mid}`;
      const figures = between(this.#before.get(key), now);
      this.#before.set(key, now);
      const track = known(now.mid);
      return figures && track ? { source: track.source, participantId: track.participantId, figures } : [];
    });
  }

  /** Whatever is new, or was lost on the way, is made so by the next look. */
  async #act(media: MediaClient): Promise<void> {
    const { reception, screen, tell, cannotShow } = this.#parts;
    const { limit } = this.saver;
    if (reception.limit !== limit) reception.limit = limit;
    await screen.save(limit);
    await media.send.agree();
    const unseen = unseenCodecs(this.receiving);
    // At the second look it is no bad moment any more.
    for (const codec of unseen) if (this.#unseen.includes(codec)) await cannotShow(codec);
    this.#unseen = unseen;
    const camera = media.send.producers.get('camera');
    if (camera) {
      await media.send.adjust('camera', (encodings) => follow(cameraPlan(limit, usual(camera)), encodings));
      const held = limit === 'audioOnly';
      if (camera.paused !== held) await media.send.setPaused('camera', held);
    }
    if (this.#told === this.quality) return;
    const { quality } = this;
    await tell(quality);
    this.#told = quality;
  }
}

/** What each size of a camera was opened with. */
function usual({ rtpParameters }: types.Producer): number[] {
  return (rtpParameters.encodings ?? []).map(({ maxBitrate }) => maxBitrate ?? 1_500_000);
}
