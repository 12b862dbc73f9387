interface Size {
  readonly width: number;
  readonly height: number;
}

const alone: Size = { width: 260, height: 220 };
const amongOthers: Size = { width: 124, height: 124 };
// What is very narrow can still be pressed.
const least = 44;

/** The place a picture takes beside its line, known before it is there. */
export function thumbSize({ width, height }: Size, count: number): Size {
  if (count > 1) return amongOthers;
  const scale = Math.min(1, alone.width / width, alone.height / height);
  return {
    width: Math.max(least, Math.round(width * scale)),
    height: Math.max(least, Math.round(height * scale)),
  };
}
