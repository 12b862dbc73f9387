/** A flat colour and its neighbour in the shade or the light. */
export interface Tone {
  readonly base: string;
  readonly other: string;
}

/** What a room looks like from outside in the evening, as colours for renderers that know no CSS. */
export function eveningColours(hue: number): Readonly<Record<string, string>> {
  return {
    '--wall': oklch(0.45, 0.078, hue),
    '--wall-print': oklch(0.51, 0.088, hue),
    '--p1': oklch(0.27, 0.05, hue),
    '--p2': oklch(0.37, 0.06, hue),
    '--p3': oklch(0.72, 0.06, hue),
    '--lamp': oklch(0.865, 0.135, 82),
  };
}

/** Turns an OKLCH colour into hexadecimal sRGB, clipped to what sRGB can show. */
export function oklch(lightness: number, chroma: number, hue: number): string {
  const angle = (hue * Math.PI) / 180;
  const a = chroma * Math.cos(angle);
  const b = chroma * Math.sin(angle);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
  return `#${linear.map(channel).join('')}`;
}

function channel(linear: number): string {
  const clipped = Math.min(1, Math.max(0, linear));
  const encoded = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
  return Math.round(encoded * 255)
    .toString(16)
    .padStart(2, '0');
}
