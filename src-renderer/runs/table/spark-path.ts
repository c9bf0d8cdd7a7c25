import type { Curve } from '../../../src-shared/data/series';

/** A margin for half of the line's width. */
const margin = 1;

/**
 * A curve as the path of a small picture that it fills, from its lowest to its highest value; values that are none leave a gap.
 * A curve that does not change lies in the middle, and one without two values is not drawn.
 */
export function sparkPath(
  { x, y }: Pick<Curve, 'x' | 'y'>,
  { width, height }: { readonly width: number; readonly height: number },
): string {
  const known = y.filter(Number.isFinite);
  if (known.length < 2) return '';
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const from = x[0] ?? 0;
  const across = (x.at(-1) ?? 0) - from || 1;
  const place = (value: number) =>
    high > low ? margin + ((high - value) / (high - low)) * (height - 2 * margin) : height / 2;
  let isDrawing = false;
  return y
    .flatMap((value, index) => {
      const verb = isDrawing ? 'L' : 'M';
      isDrawing = Number.isFinite(value);
      if (!isDrawing) return [];
      const left = (((x[index] ?? 0) - from) / across) * width;
      return [`${verb}${left.toFixed(1)} ${place(value).toFixed(1)}`];
    })
    .join('');
}
