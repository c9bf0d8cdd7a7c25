import { type PlacedInk, type Point, segmentsOf } from './placed-ink';

/** Height and width of a grey picture, in pixels. */
export interface GreyShape {
  readonly height: number;
  readonly width: number;
}

/** Dots along a pixel's side: a pixel is as bright as many of its 16 dots have ink. */
const dots = 4;

/** A drawing as pixels, [height, width], 0 without ink and 255 where it covers all. */
export function inkPixels({ strokes, pen }: PlacedInk, { height, width }: GreyShape): Uint8Array {
  const side = Math.min(height, width);
  const grid = new DotGrid(height * dots, width * dots);
  const toDots = ({ x, y }: Point): Point => ({
    x: (width / 2 + x * side) * dots,
    y: (height / 2 + y * side) * dots,
  });
  for (const stroke of strokes)
    for (const [from, to] of segmentsOf(stroke)) grid.draw(toDots(from), toDots(to), (pen * side * dots) / 2);
  return Uint8Array.from({ length: height * width }, (_, pixel) =>
    Math.round((255 * grid.inked(Math.floor(pixel / width), pixel % width)) / dots ** 2),
  );
}

/** Dots with ink or without. */
class DotGrid {
  readonly #dots: Uint8Array;

  constructor(
    readonly height: number,
    readonly width: number,
  ) {
    this.#dots = new Uint8Array(height * width);
  }

  /** Puts ink on all dots whose middles are at most so far from the line. */
  draw(from: Point, to: Point, reach: number): void {
    const first = (a: number, b: number) => Math.max(0, Math.floor(Math.min(a, b) - reach));
    const last = (a: number, b: number, length: number) =>
      Math.min(length - 1, Math.ceil(Math.max(a, b) + reach));
    for (let row = first(from.y, to.y); row <= last(from.y, to.y, this.height); row += 1)
      for (let column = first(from.x, to.x); column <= last(from.x, to.x, this.width); column += 1)
        if (distance({ x: column + 0.5, y: row + 0.5 }, from, to) <= reach)
          this.#dots[row * this.width + column] = 1;
  }

  /** How many of a pixel's dots have ink. */
  inked(row: number, column: number): number {
    let count = 0;
    for (let down = 0; down < dots; down += 1)
      for (let across = 0; across < dots; across += 1)
        count += this.#dots[(row * dots + down) * this.width + column * dots + across];
    return count;
  }
}

/** Of a point from the line between two others. */
function distance(point: Point, from: Point, to: Point): number {
  const [x, y] = [to.x - from.x, to.y - from.y];
  const square = x * x + y * y;
  const along = square === 0 ? 0 : ((point.x - from.x) * x + (point.y - from.y) * y) / square;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(point.x - from.x - share * x, point.y - from.y - share * y);
}
