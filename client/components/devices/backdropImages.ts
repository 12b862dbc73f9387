// As large as what is sent; smaller files fit into the browser's storage.
const size = { width: 1_280, height: 720 };
const quality = 0.85;
// The patterns are drawn for cards; behind a person they are seen from further away.
const patternScale = 1.5;

/** A picture of somebody's own, as a data address that fits what is sent. Rejects for what is no picture. */
export async function ownImage(file: Blob): Promise<string> {
  const picture = await createImageBitmap(file);
  try {
    const scale = Math.max(size.width / picture.width, size.height / picture.height);
    const [width, height] = [picture.width * scale, picture.height * scale];
    return paint((context) =>
      context.drawImage(picture, (size.width - width) / 2, (size.height - height) / 2, width, height),
    );
  } finally {
    picture.close();
  }
}

/** The wallpaper around an element, as a data address. */
export async function wallImage(element: Element): Promise<string> {
  const style = getComputedStyle(element);
  const address = /^url\("?(.*?)"?\)$/s.exec(style.getPropertyValue('--wp').trim())?.[1];
  const tile = new Image();
  tile.src = (address ?? '').replaceAll('\\"', '"');
  await tile.decode();
  const [ground, print] = [colour(element, '--wall'), colour(element, '--wall-print')];
  return paint((context) => {
    const pattern = context.createPattern(tile, 'repeat');
    if (pattern) {
      pattern.setTransform(new DOMMatrix().scale(patternScale));
      context.fillStyle = pattern;
      context.fillRect(0, 0, size.width, size.height);
    }
    context.globalCompositeOperation = 'source-in';
    context.fillStyle = print;
    context.fillRect(0, 0, size.width, size.height);
    context.globalCompositeOperation = 'destination-over';
    context.fillStyle = ground;
    context.fillRect(0, 0, size.width, size.height);
  });
}

/** A colour of the house as it is here and now: a variable of its own is only a text. */
function colour(element: Element, name: string): string {
  const probe = document.createElement('i');
  probe.style.color = `var(${name})`;
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}

function paint(draw: (context: CanvasRenderingContext2D) => void): string {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, size);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser paints nothing.');
  context.imageSmoothingQuality = 'high';
  draw(context);
  return canvas.toDataURL('image/jpeg', quality);
}
