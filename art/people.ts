import { oklch, type Tone } from './colours.ts';
import { type Drawing, type Picture, shape, stroke } from './drawing.ts';
import { complexion, features, jaws, type Mouth } from './face.ts';
import { headwear } from './headwear.ts';
import { cloths, hairColours, skins } from './palette.ts';
import { haircuts, type Look, person } from './person.ts';
import type { Layers } from './shortHair.ts';
import { tops } from './tops.ts';

interface Pose {
  /** The mouth is open, because the person talks. */
  talking?: boolean;
}

/** The picture of a person in a circle: what everybody has until they choose their own. */
export function avatar(seed: string, { talking = false }: Pose = {}): Picture {
  const look = person(seed);
  const drawing: Drawing = [
    ['clipPath', { id: 'circle' }, [['circle', { cx: 100, cy: 100, r: 100 }]]],
    ['radialGradient', { id: 'lamp' }, lampLight],
    [
      'g',
      { 'clip-path': 'url(#circle)' },
      [
        ['rect', { width: 200, height: 200, fill: oklch(0.7, 0.072, look.hue) }],
        ['circle', { cx: 100, cy: 92, r: 78, fill: oklch(0.8, 0.066, look.hue) }],
        ['g', { transform: 'translate(-20 -5) scale(1.2)' }, bust(look, talking ? 'talk' : 'smile')],
        ['circle', { cx: 46, cy: 30, r: 240, fill: 'url(#lamp)' }],
      ],
    ],
  ];
  return { viewBox: '0 0 200 200', drawing };
}

/** A person from the shoulders up without a ground, to stand in a room. */
export function figure(seed: string, { talking = false }: Pose = {}): Picture {
  return { viewBox: '16 8 168 192', drawing: bust(person(seed), talking ? 'talk' : 'smile') };
}

const lampLight: Drawing = [
  ['stop', { offset: 0, 'stop-color': '#ffdf9a', 'stop-opacity': 0.3 }],
  ['stop', { offset: 0.4, 'stop-color': '#ffcf80', 'stop-opacity': 0.08 }],
  ['stop', { offset: 1, 'stop-color': '#3a1d10', 'stop-opacity': 0.1 }],
];

/** A bust in a box of 200 by 200, its shoulders meeting the bottom edge. */
function bust(look: Look, mouth: Mouth): Drawing {
  const skin = skins[look.skin];
  const hair = hairColours[look.hairColour];
  const cloth = cloths[look.cloth];
  const { back, front } = head(look, hair);
  const covered = look.headwear?.kind === 'hijab';
  return [
    ...back,
    ...(look.top === 'hood' ? [shape('M58 160c-2-34 16-46 42-46s44 12 42 46Z', cloth.other)] : []),
    shape('M84 112h32v38c-4 10-28 10-32 0Z', skin.other),
    [
      'g',
      { transform: 'translate(0 -13)' },
      [
        shape('M10 222C12 178 40 160 84 149h32c44 11 72 29 74 73Z', cloth.base),
        ...tops[look.top]({ cloth, accent: look.accent, skin }),
      ],
    ],
    ...(covered ? [] : ears(skin)),
    ['clipPath', { id: `jaw-${look.face}` }, [['path', { d: jaws[look.face] }]]],
    shape(jaws[look.face], skin.base),
    ['g', { 'clip-path': `url(#jaw-${look.face})` }, complexion(look, skin, hair)],
    ...features(look, skin, hair, mouth),
    ...front,
    ...belongings(look),
  ];
}

function head(look: Look, hair: Tone): Layers {
  const own = haircuts[look.hair](hair);
  if (!look.headwear) return own;
  const { kind, cloth } = look.headwear;
  const worn = headwear[kind](cloths[cloth]);
  if (kind === 'hijab' || kind === 'turban') return worn;
  // Hair that stands high would show above a cap; what falls behind stays.
  const flat = haircuts.crop(hair).front;
  return {
    back: ['afro', 'bun', 'curls'].includes(look.hair) ? [] : own.back,
    front: [...flat, ...worn.front],
  };
}

function ears(skin: Tone): Drawing {
  return [
    ['ellipse', { cx: 66, cy: 92, rx: 8, ry: 10, fill: skin.base }],
    ['ellipse', { cx: 134, cy: 92, rx: 8, ry: 10, fill: skin.other }],
  ];
}

function belongings({ glasses, earring, headphones, bindi, turn }: Look): Drawing {
  return [
    ...(glasses ? [spectacles(glasses, turn)] : []),
    ...(earring ? pair('circle', { cy: 105, r: 4, fill: earring }, 65, 135) : []),
    ...(headphones
      ? [
          stroke('M60 92C58 44 78 26 100 26s42 18 40 66', '#2b2527', 7),
          ...pair('rect', { y: 78, width: 16, height: 30, rx: 8, fill: headphones }, 52, 132),
        ]
      : []),
    ...(bindi ? pair('circle', { cy: 72, r: 3, fill: '#b3282d' }, 100 + turn) : []),
  ];
}

function spectacles(kind: 'round' | 'square', turn: number): Drawing[number] {
  const lenses: Drawing =
    kind === 'square'
      ? pair('rect', { y: 80, width: 24, height: 20, rx: 5 }, 72 + turn, 104 + turn)
      : pair('circle', { cy: 90, r: 12.5 }, 85 + turn, 115 + turn);
  const bridge = `M${97 + turn} 88c2-2 4-2 6 0M${72 + turn} 88l-6-2M${128 + turn} 88l6-2`;
  return [
    'g',
    { fill: '#fff', 'fill-opacity': 0.14, stroke: '#2c2226', 'stroke-width': 3.2 },
    [...lenses, ['path', { d: bridge, fill: 'none' }]],
  ];
}

function pair(tag: 'circle' | 'rect', attributes: Record<string, string | number>, ...at: number[]): Drawing {
  return at.map((x) => [tag, { [tag === 'circle' ? 'cx' : 'x']: x, ...attributes }]);
}
