/** One element of a drawing: a tag, its attributes and what it contains. The shape is that of lucide's icons. */
export type DrawingNode = readonly [tag: string, attributes: DrawingAttributes, children?: Drawing];

/** Elements in the order in which they are painted. */
export type Drawing = readonly DrawingNode[];

type DrawingAttributes = Readonly<Record<string, string | number | undefined>>;

/** A drawing with the part of the plane that is seen. */
export interface Picture {
  readonly viewBox: string;
  readonly drawing: Drawing;
}

interface SvgOptions {
  /** Attributes of the outer element, such as width and height. */
  attributes?: DrawingAttributes;
  /** What stands for `var(--name)`, for renderers that know no CSS. */
  variables?: Readonly<Record<string, string>>;
}

/** Writes a picture as SVG text. */
export function toSvg(
  { viewBox, drawing }: Picture,
  { attributes = {}, variables = {} }: SvgOptions = {},
): string {
  const root: DrawingNode = ['svg', { xmlns: 'http://www.w3.org/2000/svg', viewBox, ...attributes }, drawing];
  return write(root, variables);
}

/** A flat shape. */
export function shape(d: string, fill: string): DrawingNode {
  return ['path', { d, fill }];
}

/** A line with round ends. */
export function stroke(d: string, colour: string, width: number): DrawingNode {
  return ['path', { d, fill: 'none', stroke: colour, 'stroke-width': width, 'stroke-linecap': 'round' }];
}

/** Gives every id of a drawing a prefix, so that many copies can live in one page. */
export function withIdPrefix(drawing: Drawing, prefix: string): Drawing {
  return drawing.map(([tag, attributes, children = []]) => [
    tag,
    Object.fromEntries(
      Object.entries(attributes).map(([name, value]) => [name, prefixed(name, value, prefix)]),
    ),
    withIdPrefix(children, prefix),
  ]);
}

function prefixed(name: string, value: string | number | undefined, prefix: string) {
  if (name === 'id') return `${prefix}${value}`;
  return typeof value === 'string' ? value.replace('url(#', `url(#${prefix}`) : value;
}

function write(
  [tag, attributes, children = []]: DrawingNode,
  variables: Readonly<Record<string, string>>,
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${escaped(resolve(String(value), variables))}"`)
    .join('');
  if (children.length === 0) return `<${tag}${written}/>`;
  return `<${tag}${written}>${children.map((child) => write(child, variables)).join('')}</${tag}>`;
}

function resolve(value: string, variables: Readonly<Record<string, string>>): string {
  return value.replace(/var\((--[\w-]+)\)/g, (whole, name: string) => variables[name] ?? whole);
}

function escaped(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
