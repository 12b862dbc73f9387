/** How windows are laid out in an area. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** How many windows fit on one page. */
  readonly perPage: number;
  /** Of one window, in CSS pixels: a camera is cropped, but not to a strip. */
  readonly width: number;
  readonly height: number;
  /** The first window is as wide as the two below it. */
  readonly firstWide: boolean;
}

interface Area {
  readonly width: number;
  readonly height: number;
}

// Crop limits (width by height) and the smallest window that still shows a face: DESIGN.md, Windows grid.
const wide = { narrowest: 0.9, widest: 1.78, minWidth: 168, minHeight: 120, gap: 12, most: 16 };
const phone = { minHeight: 132, minRow: 96, gap: 8, most: 6 };
const phoneWidth = 560;
const strip = { minHeight: 104 };

/** The grid in which `count` windows show the largest area of picture; too many for the area: pages. */
export function windowGrid(area: Area, count: number): Grid {
  if (area.width < phoneWidth) return phoneGrid(area, count);
  for (let shown = Math.min(count, wide.most); shown > 1; shown--) {
    const { columns, rows, width, height } = bestGrid(area, shown);
    if (width >= wide.minWidth && height >= wide.minHeight) {
      return { columns, rows, width, height, perPage: shown, firstWide: false };
    }
  }
  const { width, height } = bestGrid(area, 1);
  return { columns: 1, rows: 1, width, height, perPage: 1, firstWide: false };
}

/** How many small windows fit beside a large one; on a phone, under it. */
export function stripLength({ width, height }: Area): number {
  if (width < phoneWidth) return 3;
  return Math.max(1, Math.floor((height + wide.gap) / (strip.minHeight + wide.gap)));
}

/**
 * One or two under each other, else pairs; of three or five the first one is as wide as the pair. Over an open sheet two
 * beside each other: one above the other would be two strips.
 */
function phoneGrid(area: Area, count: number): Grid {
  for (let shown = Math.min(count, phone.most); shown > 2; shown--) {
    const rows = Math.ceil(shown / 2);
    const height = (area.height - phone.gap * (rows - 1)) / rows;
    if (height < phone.minHeight) continue;
    const width = (area.width - phone.gap) / 2;
    return { columns: 2, rows, width, height, perPage: shown, firstWide: shown % 2 === 1 };
  }
  const rows = Math.max(1, Math.min(count, 2));
  const height = (area.height - phone.gap * (rows - 1)) / rows;
  if (rows === 2 && height < phone.minRow) {
    const width = (area.width - phone.gap) / 2;
    return { columns: 2, rows: 1, width, height: area.height, perPage: 2, firstWide: false };
  }
  return { columns: 1, rows, width: area.width, height, perPage: rows, firstWide: false };
}

function bestGrid({ width, height }: Area, count: number) {
  let best = { columns: 1, rows: count, width: 0, height: 0, score: Number.NEGATIVE_INFINITY };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const cellWidth = (width - wide.gap * (columns - 1)) / columns;
    const cellHeight = (height - wide.gap * (rows - 1)) / rows;
    const shownWidth = Math.min(cellWidth, cellHeight * wide.widest);
    const shownHeight = Math.min(cellHeight, cellWidth / wide.narrowest);
    const empty = columns * rows - count;
    const score = count * shownWidth * shownHeight * (1 - 0.06 * empty);
    if (score > best.score) best = { columns, rows, width: shownWidth, height: shownHeight, score };
  }
  return best;
}
