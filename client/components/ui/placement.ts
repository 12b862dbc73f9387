interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

const gap = 10;
const margin = 8;

/** Where a menu goes: under what opened it, or over it where there is more room; always inside the screen. */
export function placement(opener: Box, menu: Size, screen: Size): { x: number; y: number } {
  const below = screen.height - opener.bottom;
  const y =
    below > menu.height + gap || below > opener.top ? opener.bottom + gap : opener.top - gap - menu.height;
  const x = opener.left + menu.width > screen.width - margin ? opener.right - menu.width : opener.left;
  return {
    x: within(x, screen.width - menu.width - margin),
    y: within(y, screen.height - menu.height - margin),
  };
}

function within(value: number, most: number): number {
  return Math.max(margin, Math.min(value, most));
}
