import { headwear } from './headwear.ts';
import { longHair } from './longHair.ts';
import { accents, cloths, earrings, hairColours, headphones, skins } from './palette.ts';
import { createChooser } from './random.ts';
import { shortHair } from './shortHair.ts';
import { tops } from './tops.ts';

/** Every haircut, by name. */
export const haircuts = { ...shortHair, ...longHair };

/** How a generated person looks. */
export interface Look {
  readonly skin: keyof typeof skins;
  readonly face: 'oval' | 'round' | 'long' | 'square';
  readonly hair: keyof typeof haircuts;
  readonly hairColour: keyof typeof hairColours;
  readonly top: keyof typeof tops;
  readonly cloth: keyof typeof cloths;
  readonly accent: string;
  readonly headwear?: { readonly kind: keyof typeof headwear; readonly cloth: keyof typeof cloths };
  readonly beard?: 'full' | 'short' | 'goatee';
  readonly moustache: boolean;
  readonly glasses?: 'round' | 'square';
  readonly earring?: string;
  readonly headphones?: string;
  readonly bindi: boolean;
  /** How far the face is turned, from -4 to 4. */
  readonly turn: number;
  /** The ground behind them in their picture, in degrees. */
  readonly hue: number;
}

const hairOfDeepSkin = ['black', 'black', 'black', 'ink', 'brown', 'grey', 'white', 'teal'] as const;
const warmSkins: readonly string[] = ['honey', 'amber', 'chestnut'];

/** The person who belongs to a seed: the same one on every machine, for ever. */
export function person(seed: string): Look {
  const { pick, chance, range } = createChooser(seed);
  const skin = pick(keys(skins));
  const hair = pick(keys(haircuts));
  const covering = chance(0.26) ? pick(keys(headwear)) : undefined;
  const short = Object.hasOwn(shortHair, hair) && hair !== 'bun' && hair !== 'pony' && hair !== 'pixie';
  const bearded = covering === 'turban' || ((short || hair === 'locs' || hair === 'curls') && chance(0.42));
  const adorned = !bearded && !short && covering === undefined;
  return {
    skin,
    hair,
    hairColour: pick(skins[skin].deep ? hairOfDeepSkin : keys(hairColours)),
    face: pick(['oval', 'oval', 'round', 'long', bearded ? 'square' : 'oval']),
    top: pick(keys(tops)),
    cloth: pick(keys(cloths)),
    accent: pick(accents),
    ...(covering && { headwear: { kind: covering, cloth: pick(keys(cloths)) } }),
    ...(bearded && covering !== 'hijab' && { beard: pick(['full', 'short', 'short', 'goatee']) }),
    moustache: bearded && covering !== 'hijab' && chance(0.4),
    ...(chance(0.28) && { glasses: pick(['round', 'round', 'square']) }),
    ...(covering !== 'hijab' && chance(adorned ? 0.45 : 0.08) && { earring: pick(earrings) }),
    ...(covering === undefined && chance(0.08) && { headphones: pick(headphones) }),
    bindi: adorned && warmSkins.includes(skin) && chance(0.25),
    turn: pick([-4, -3, -2, 2, 3, 4]),
    hue: range(360),
  };
}

function keys<Name extends string>(record: Record<Name, unknown>): readonly Name[] {
  return Object.keys(record) as Name[];
}
