/** How windows are laid out in an area. */
export interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** How many windows fit on one page. */
  readonly perPage: number;
}

interface Area {
  readonly width: number;
  readonly height: number;
}

// Crop limits (width by height) and the smallest window that still shows a face: DESIGN.md, Windows grid.
const wide = { narrowest: 0.9, widest: 1.78, minWidth: 168, minHeight: 120, gap: 12, most: 16 };
const phone = { narrowest: 0.72, widest: 1.34, minWidth: 150, minHeight: 132, gap: 8, most: 6 };
const phoneWidth = 720;

/** The grid in which `count` windows show the largest area of picture; too many for the area: pages. */
export function windowGrid(area: Area, count: number): Grid {
  const limits = area.width < phoneWidth ? phone : wide;
  for (let shown = Math.min(count, limits.most); shown > 1; shown--) {
    const best = bestGrid(area, shown, limits);
    if (best.width >= limits.minWidth && best.height >= limits.minHeight) {
      return { columns: best.columns, rows: best.rows, perPage: shown };
    }
  }
  return { columns: 1, rows: 1, perPage: 1 };
}

function bestGrid({ width, height }: Area, count: number, limits: typeof wide) {
  let best = { columns: 1, rows: count, width: 0, height: 0, score: Number.NEGATIVE_INFINITY };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const cellWidth = (width - limits.gap * (columns - 1)) / columns;
    const cellHeight = (height - limits.gap * (rows - 1)) / rows;
    const shownWidth = Math.min(cellWidth, cellHeight * limits.widest);
    const shownHeight = Math.min(cellHeight, cellWidth / limits.narrowest);
    const empty = columns * rows - count;
    const score = count * shownWidth * shownHeight * (1 - 0.06 * empty);
    if (score > best.score) best = { columns, rows, width: shownWidth, height: shownHeight, score };
  }
  return best;
}
