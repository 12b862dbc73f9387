import type { Point, Size, View } from '../../attachments/zoom.ts';

/** How large a picture is sent: the server keeps no more. */
const sentPx = 512;
const mostScale = 5;

/** How a picture lies over a square of one by one, which it always fills; its place is that of its upper left corner. */
export type Crop = View;

/** How many squares wide and high a picture is that just fills one. */
export function extentOf({ width, height }: Size): Size {
  const short = Math.min(width, height);
  return { width: width / short, height: height / short };
}

/** The middle of a picture. */
export function centred(picture: Size): Crop {
  const { width, height } = extentOf(picture);
  return { scale: 1, x: (1 - width) / 2, y: (1 - height) / 2 };
}

/** Moves a picture by parts of the square. */
export function moveBy(crop: Crop, by: Point, picture: Size): Crop {
  return filling({ ...crop, x: crop.x + by.x, y: crop.y + by.y }, picture);
}

/** Makes a picture so many times as large as what just fills the square; what is in the middle stays there. */
export function enlargeTo(crop: Crop, wanted: number, picture: Size): Crop {
  const scale = Math.min(mostScale, Math.max(1, wanted));
  const grown = scale / crop.scale;
  return filling({ scale, x: 0.5 - (0.5 - crop.x) * grown, y: 0.5 - (0.5 - crop.y) * grown }, picture);
}

/** What lies in the square, as a file to send. */
export async function cut(picture: ImageBitmap, { scale, x, y }: Crop): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = sentPx;
  const brush = canvas.getContext('2d');
  const { width, height } = extentOf(picture);
  const unit = sentPx * scale;
  if (brush) brush.imageSmoothingQuality = 'high';
  brush?.drawImage(picture, x * sentPx, y * sentPx, width * unit, height * unit);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (!brush || !blob) throw new Error('This browser does not draw.');
  return blob;
}

function filling({ scale, x, y }: Crop, picture: Size): Crop {
  const { width, height } = extentOf(picture);
  const within = (at: number, length: number) => Math.min(0, Math.max(1 - length * scale, at)) + 0;
  return { scale, x: within(x, width), y: within(y, height) };
}
