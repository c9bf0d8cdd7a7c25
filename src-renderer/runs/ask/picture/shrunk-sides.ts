/** Of a picture, in pixels. */
export interface Sides {
  readonly height: number;
  readonly width: number;
}

/** The sides of a picture whose longer one is at most so long; of the same shape, and never 0. */
export function shrunkSides({ height, width }: Sides, most: number): Sides {
  const scale = Math.min(1, most / Math.max(height, width));
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  return { height: side(height), width: side(width) };
}
