import { writeFileSync } from 'node:fs';
import { toSvg } from '../../art/drawing.ts';
import { type Wallpaper, wallpaperStroke, wallpapers } from '../../art/wallpapers.ts';

/** One rule for each pattern: `data-pattern` on an element gives it its tile as a mask. */
export function wallpaperRules(): string {
  const rules = Object.entries(wallpapers).map(([name, wallpaper]) => rule(name, wallpaper));
  return `/* Written by wallpapers.generate.ts from art/wallpapers.ts: change it there. */\n${rules.join('')}`;
}

function rule(name: string, { width, height, drawing }: Wallpaper): string {
  const svg = toSvg(
    { viewBox: `0 0 ${width} ${height}`, drawing },
    { attributes: { width, height, ...wallpaperStroke } },
  );
  return `[data-pattern="${name}"] {
  --wp: url("data:image/svg+xml,${encoded(svg)}");
  --wp-w: ${width}px;
  --wp-h: ${height}px;
}
`;
}

/** Percent-encodes only what a data address in double quotes cannot hold. */
function encoded(svg: string): string {
  return svg
    .replaceAll('"', "'")
    .replaceAll('%', '%25')
    .replaceAll('#', '%23')
    .replaceAll('<', '%3C')
    .replaceAll('>', '%3E');
}

if (import.meta.main) writeFileSync(new URL('./wallpapers.css', import.meta.url), wallpaperRules());
