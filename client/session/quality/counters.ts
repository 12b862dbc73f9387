/** One entry of a browser's statistics (W3C webrtc-stats), of which each browser leaves out what it likes. */
export interface Stat {
  readonly id: string;
  readonly type: string;
  readonly timestamp: number;
  readonly [name: string]: unknown;
}

/** What a browser has counted of one track since it began to flow. */
export interface Counters {
  /** The place of the track in the connection. */
  readonly mid: string;
  readonly kind: 'audio' | 'video';
  /** In milliseconds since 1970. */
  readonly at: number;
  readonly bytes: number;
  readonly packets: number;
  readonly lost: number;
  readonly jitterMs: number;
  /** Samples of sound that were made up because nothing had arrived; silence made up for silence does not count. */
  readonly concealed: number;
  readonly samples: number;
  readonly frozenMs: number;
  readonly freezes: number;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly codec: string;
  /** What keeps the browser from sending it better: `cpu`, `bandwidth`, `other`; empty: nothing. */
  readonly limitedBy: string;
}

/** The way that packets take right now. */
export interface Path {
  readonly roundTripMs: number | null;
  readonly protocol: 'udp' | 'tcp' | null;
  /** What the browser believes it could send, in bits a second; null: it does not tell. */
  readonly availableBitrate: number | null;
}

type Report = ReadonlyMap<string, Stat>;

const number = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
const text = (value: unknown) => (typeof value === 'string' ? value : '');
const kindOf = ({ kind }: Stat) => (kind === 'video' ? 'video' : 'audio');

function codecOf(stat: Stat, report: Report): string {
  const mimeType = text(report.get(text(stat.codecId))?.mimeType);
  return mimeType.slice(mimeType.indexOf('/') + 1);
}

/** What arrived, for each track. */
export function received(report: Report): Counters[] {
  return [...report.values()]
    .filter(({ type }) => type === 'inbound-rtp')
    .map((stat) => ({
      mid: text(stat.mid),
      kind: kindOf(stat),
      at: stat.timestamp,
      bytes: number(stat.bytesReceived),
      packets: number(stat.packetsReceived),
      lost: number(stat.packetsLost),
      jitterMs: number(stat.jitter) * 1_000,
      concealed: Math.max(0, number(stat.concealedSamples) - number(stat.silentConcealedSamples)),
      samples: number(stat.totalSamplesReceived),
      frozenMs: number(stat.totalFreezesDuration) * 1_000,
      freezes: number(stat.freezeCount),
      width: number(stat.frameWidth),
      height: number(stat.frameHeight),
      fps: number(stat.framesPerSecond),
      codec: codecOf(stat, report),
      limitedBy: '',
    }));
}

/** What was sent, for each track; the sizes of a camera are one track. */
export function sent(report: Report): Counters[] {
  const streams = [...report.values()].filter(({ type }) => type === 'outbound-rtp');
  return [...Map.groupBy(streams, ({ mid }) => text(mid))].flatMap(([mid, layers]) => {
    const [first] = layers;
    if (!first) return [];
    // What did not arrive is known from the other end.
    const told = layers.map(({ remoteId }) => report.get(text(remoteId)));
    const sum = (name: string) => layers.reduce((all, layer) => all + number(layer[name]), 0);
    // Layers that rest go on telling their last size.
    const largest = layers.toSorted((a, b) => number(b.frameWidth) - number(a.frameWidth));
    const shown = largest.find(
      ({ active, framesPerSecond }) => active !== false && number(framesPerSecond) > 0,
    );
    const limits = layers.map(({ qualityLimitationReason }) => text(qualityLimitationReason));
    return {
      mid,
      kind: kindOf(first),
      at: first.timestamp,
      bytes: sum('bytesSent'),
      packets: sum('packetsSent'),
      lost: told.reduce((all, stat) => all + number(stat?.packetsLost), 0),
      jitterMs: Math.max(...told.map((stat) => number(stat?.jitter) * 1_000)),
      concealed: 0,
      samples: 0,
      frozenMs: 0,
      freezes: 0,
      width: number(shown?.frameWidth),
      height: number(shown?.frameHeight),
      fps: number(shown?.framesPerSecond),
      codec: codecOf(first, report),
      limitedBy: limits.find((reason) => reason !== '' && reason !== 'none') ?? '',
    };
  });
}

/** The way that packets take; null before there is one. */
export function pathOf(report: Report): Path | null {
  const stats = [...report.values()];
  // Ways that were left go on being told.
  const selected = stats.find(({ type }) => type === 'transport')?.selectedCandidatePairId;
  const pair = report.get(text(selected)) ?? stats.find(inUse);
  if (!pair) return null;
  const protocol = report.get(text(pair.localCandidateId))?.protocol;
  const seconds = pair.currentRoundTripTime;
  return {
    roundTripMs: typeof seconds === 'number' ? seconds * 1_000 : null,
    protocol: protocol === 'udp' || protocol === 'tcp' ? protocol : null,
    availableBitrate: number(pair.availableOutgoingBitrate) || null,
  };
}

/** How browsers that do not tell which way is selected mark it. */
function inUse({ type, nominated, state }: Stat): boolean {
  return type === 'candidate-pair' && nominated === true && state === 'succeeded';
}
