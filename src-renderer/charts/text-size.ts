/** Pixels of the text in pictures, however large they are drawn. */
const textPixels = 12;

/** Where a picture is drawn small its text may be so much larger than planned, or it would leave its place. */
const mostGrowth = 1.35;

/**
 * The size of a picture's text in the picture's own units, so that it is as large on the screen as the page's.
 * @param scale pixels of a unit; 0 while that is not known
 */
export function textUnits(scale: number): number {
  return scale > 0 ? Math.min(textPixels / scale, textPixels * mostGrowth) : textPixels;
}
