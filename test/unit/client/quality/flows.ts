import type { Figures, Flow } from '../../../../client/session/quality/figures.ts';

/** A track of which nothing arrives. */
export const stillFigures: Figures = {
  kind: 'video',
  kbps: 0,
  packets: 0,
  lost: 0,
  loss: 0,
  concealed: 0,
  frozen: 0,
  samples: 0,
  jitterMs: 0,
  freezes: 0,
  width: 0,
  height: 0,
  fps: 0,
  codec: 'VP9',
  limitedBy: '',
};

/** Somebody's camera on its way in VP9, of which nothing is shown. */
export const pictureFlow = (figures: Partial<Figures>): Flow => ({
  source: 'camera',
  participantId: null,
  figures: { ...stillFigures, kbps: 300, packets: 100, ...figures },
});
