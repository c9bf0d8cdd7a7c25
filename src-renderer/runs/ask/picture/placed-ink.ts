import type { InkStyle } from './ink-style';

/** Shares of the pad's width from its left, and of its height from its top. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The way of the pen from where it came down to where it was lifted. */
export type Stroke = readonly Point[];

/** Strokes in shares of the picture's shorter side from its middle, and how thick they are. */
export interface PlacedInk {
  readonly strokes: readonly Stroke[];
  readonly pen: number;
}

const thinnestPen = 0.06;
const thickestPen = 0.32;
/** Before the length of the lines is known. */
const firstPen = 0.15;

/** Brings a drawing to size and into the middle, as the pictures of training were; wherever and however large it was drawn. */
export function placedInk(strokes: readonly Stroke[], style: InkStyle): PlacedInk {
  const fitted = (pen: number) => centred(scaled(strokes, style, pen), style);
  if ('width' in style.pen) return { strokes: fitted(style.pen.width), pen: style.pen.width };
  const pen = penFor(style.pen.covers, lengthOf(fitted(firstPen)));
  return { strokes: fitted(pen), pen };
}

/** So thick that lines of this length cover the share, where they do not cross. */
function penFor(covers: number, length: number): number {
  // A line is longer by its round ends; a dot is nothing but these.
  const pen = covers / Math.max(length + firstPen, Number.MIN_VALUE);
  return Math.min(thickestPen, Math.max(thinnestPen, pen));
}

function scaled(strokes: readonly Stroke[], style: InkStyle, pen: number): readonly Stroke[] {
  const { width, height } = boxOf(strokes);
  // The pen's own width is ink too.
  const across = Math.max(0, style.width - pen) / Math.max(width, 1e-6);
  const down = Math.max(0, style.height - pen) / Math.max(height, 1e-6);
  const most = style.stretch * Math.min(across, down);
  const [x, y] = [Math.min(across, most), Math.min(down, most)];
  return strokes.map((stroke) => stroke.map((point) => ({ x: point.x * x, y: point.y * y })));
}

function centred(strokes: readonly Stroke[], { centre }: InkStyle): readonly Stroke[] {
  const { x, y } = centre === 'mass' ? massOf(strokes) : boxOf(strokes);
  return strokes.map((stroke) => stroke.map((point) => ({ x: point.x - x, y: point.y - y })));
}

/** The middle, width and height of all points. */
function boxOf(strokes: readonly Stroke[]): Point & { readonly width: number; readonly height: number } {
  const points = strokes.flat();
  const range = (values: readonly number[]) => [
    values.reduce((a, b) => Math.min(a, b)),
    values.reduce((a, b) => Math.max(a, b)),
  ];
  const [left, right] = range(points.map(({ x }) => x));
  const [top, bottom] = range(points.map(({ y }) => y));
  return { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top };
}

/** The centre of mass of lines of even thickness; where all are dots, that of the dots. */
function massOf(strokes: readonly Stroke[]): Point {
  let [mass, x, y] = [0, 0, 0];
  for (const stroke of strokes)
    for (const [from, to] of segmentsOf(stroke)) {
      // A dot has a little mass, so that there is some.
      const length = Math.hypot(to.x - from.x, to.y - from.y) + 1e-9;
      mass += length;
      x += (length * (from.x + to.x)) / 2;
      y += (length * (from.y + to.y)) / 2;
    }
  return { x: x / mass, y: y / mass };
}

function lengthOf(strokes: readonly Stroke[]): number {
  return strokes
    .flatMap(segmentsOf)
    .reduce((sum, [from, to]) => sum + Math.hypot(to.x - from.x, to.y - from.y), 0);
}

/** From each point to the next; of a single point, to itself. */
export function segmentsOf(stroke: Stroke): readonly (readonly [Point, Point])[] {
  if (stroke.length === 1) return [[stroke[0], stroke[0]]];
  return stroke.slice(1).map((to, place) => [stroke[place], to] as const);
}
