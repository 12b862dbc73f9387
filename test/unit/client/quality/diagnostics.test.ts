import { expect, test } from 'vitest';
import { diagnosticsOf } from '../../../../client/components/room/diagnostics.ts';
import type { Figures, Flow } from '../../../../client/session/quality/figures.ts';
import type { Source } from '../../../../protocol/sources.ts';
import { idOf } from '../people.ts';
import { stillFigures } from './flows.ts';

const flow = (source: Source, person: number | null, figures: Partial<Figures> = {}): Flow => ({
  source,
  participantId: person === null ? null : idOf(person),
  figures: { ...stillFigures, kind: 'audio', codec: 'opus', ...figures },
});

test('it tells all figures, people as numbers, and nothing else of them', () => {
  const text = diagnosticsOf({
    at: new Date(0),
    browser: 'A browser',
    quality: 'weak',
    mode: 'auto',
    limit: 'low',
    path: { roundTripMs: 41.7, protocol: 'udp', availableBitrate: null },
    sending: [flow('microphone', null, { kbps: 38.25, loss: 0.021 })],
    receiving: [
      flow('microphone', 7, { concealed: 0.5 }),
      flow('camera', 8, { kind: 'video', codec: 'VP8', width: 640, height: 360, fps: 23.9, freezes: 2 }),
      flow('screen', 7, { kind: 'video', codec: '', limitedBy: 'bandwidth' }),
    ],
  });
  expect(text.split('\n')).toEqual([
    'Hobnob connection, 1970-01-01T00:00:00.000Z',
    'browser: A browser',
    'quality: weak; pictures: auto, in force: low',
    'path: udp, round trip 42 ms, could send unknown',
    'sent microphone: opus, 38.3 kbit/s, lost 2.1 %, jitter 0.0 ms, concealed 0.0 %',
    'received from person 1 microphone: opus, 0.0 kbit/s, lost 0.0 %, jitter 0.0 ms, concealed 50.0 %',
    'received from person 2 camera: VP8, 0.0 kbit/s, lost 0.0 %, jitter 0.0 ms, 640 x 360 at 24/s, frozen 0.0 % (2)',
    'received from person 1 screen: unknown codec, 0.0 kbit/s, lost 0.0 %, jitter 0.0 ms, 0 x 0 at 0/s, frozen 0.0 % (0), limited by bandwidth',
  ]);
  expect(text).not.toContain('participant');
});
