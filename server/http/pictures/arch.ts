import { eveningColours } from '../../../art/colours.ts';
import { toSvg, withIdPrefix } from '../../../art/drawing.ts';
import { figure } from '../../../art/people.ts';
import { props } from '../../../art/props.ts';
import { type Pattern, wallpaperStroke, wallpapers } from '../../../art/wallpapers.ts';

/** Somebody to draw. */
interface Figure {
  readonly avatar: string;
  readonly talking: boolean;
}

/** A room as it is seen through its arch. */
export interface RoomView {
  readonly hue: number;
  readonly pattern: string;
  readonly people: readonly Figure[];
}

const left = 616;
const right = 1136;
const width = right - left;
const top = 70;
const floor = 630;
const personWidth = 226;
const opening = (grown: number) => {
  const radius = width / 2 + grown;
  return `M${left - grown} ${floor}V${top + width / 2}a${radius} ${radius} 0 0 1 ${2 * radius} 0V${floor}Z`;
};

/** The right side of a link picture: an arch, its wallpaper by lamplight, a piece of furniture, people. */
export function arch({ hue, pattern, people }: RoomView): string {
  const variables = eveningColours(hue);
  const kind: Pattern = isPattern(pattern) ? pattern : 'house';
  const wallpaper = wallpapers[kind];
  const tile = toSvg(
    {
      viewBox: `0 0 ${wallpaper.width} ${wallpaper.height}`,
      drawing: [['g', wallpaperStroke, wallpaper.drawing]],
    },
    {
      attributes: {
        width: wallpaper.width,
        height: wallpaper.height,
        color: variables['--wall-print'],
        overflow: 'visible',
      },
      variables,
    },
  );
  return `
    <defs>
      <clipPath id="opening"><path d="${opening(0)}"/></clipPath>
      <pattern id="paper" patternUnits="userSpaceOnUse" x="${left}" y="${top}" width="${wallpaper.width}" height="${wallpaper.height}">${tile}</pattern>
      <radialGradient id="light" gradientUnits="userSpaceOnUse" cx="876" cy="90" r="330">
        <stop offset="0" stop-color="#ffe08a" stop-opacity=".72"/>
        <stop offset=".45" stop-color="#ffd983" stop-opacity=".3"/>
        <stop offset="1" stop-color="#ffd983" stop-opacity="0"/>
      </radialGradient>
    </defs>
    <path d="${opening(14)}" fill="#cdb9a9"/>
    <g clip-path="url(#opening)">
      <rect x="${left}" y="${top}" width="${width}" height="${floor - top}" fill="${variables['--wall']}"/>
      <rect x="${left}" y="${top}" width="${width}" height="${floor - top}" fill="url(#paper)"/>
      <rect x="${left}" y="${top}" width="${width}" height="${floor - top}" fill="url(#light)"/>
      ${furniture(kind, variables)}
      ${people.map((person, index) => standing(person, index, people.length)).join('')}
    </g>`;
}

function furniture(kind: Pattern, variables: Readonly<Record<string, string>>): string {
  const prop = props[kind];
  const [, , boxWidth = 1, boxHeight = 1] = prop.viewBox.split(' ').map(Number);
  const drawnWidth = prop.place === 'hang' ? width * 0.86 : prop.width * 3.4;
  const height = (drawnWidth * boxHeight) / boxWidth;
  const y = prop.place === 'hang' ? top + 40 : floor - 130 - height;
  const attributes = {
    x: (left + right - drawnWidth) / 2,
    y,
    width: drawnWidth,
    height,
    color: variables['--p1'],
  };
  return toSvg(prop, { attributes, variables });
}

function standing({ avatar, talking }: Figure, index: number, count: number): string {
  const { viewBox, drawing } = figure(avatar, { talking });
  const height = (personWidth * 192) / 168;
  const step = count > 1 ? Math.min(170, (width - personWidth * 0.78) / (count - 1)) : 0;
  const x = (left + right - personWidth - step * (count - 1)) / 2 + step * index;
  return toSvg(
    { viewBox, drawing: withIdPrefix(drawing, `p${index}-`) },
    { attributes: { x, y: floor - height, width: personWidth, height } },
  );
}

function isPattern(name: string): name is Pattern {
  return Object.hasOwn(wallpapers, name);
}
