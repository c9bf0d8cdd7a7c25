import type { Draws } from './draws';
import type { Rectangle } from './view';

interface Sides {
  readonly height: number;
  readonly width: number;
}

/** Pairs of area and aspect that are tried. */
const tries = 10;

/**
 * A rectangle of random area, aspect and place, as torchvision draws those of RandomResizedCrop and RandomErasing: ten tries for one
 * that fits.
 * @param scale of its area, as shares of the whole
 * @param ratio of its width by its height
 * @param fits whether it may be taken
 */
export function randomRectangle(
  draws: Draws,
  { height, width }: Sides,
  scale: readonly number[],
  ratio: readonly number[],
  fits: (sides: Sides) => boolean,
): Rectangle | undefined {
  for (let one = 0; one < tries; one += 1) {
    const area = height * width * draws.between(scale[0], scale[1]);
    const aspect = Math.exp(draws.between(Math.log(ratio[0]), Math.log(ratio[1])));
    const sides = {
      height: Math.round(Math.sqrt(area / aspect)),
      width: Math.round(Math.sqrt(area * aspect)),
    };
    if (fits(sides))
      return {
        ...sides,
        top: draws.below(height - sides.height + 1),
        left: draws.below(width - sides.width + 1),
      };
  }
  return undefined;
}

/** The middle of a picture, as much as an aspect between these leaves of it: what torchvision takes where no try fits. */
export function middlePart({ height, width }: Sides, [least, most]: readonly number[]): Rectangle {
  const own = width / height;
  const sides = {
    height: own < least ? Math.round(width / least) : height,
    width: own > most ? Math.round(height * most) : width,
  };
  return {
    ...sides,
    top: Math.floor((height - sides.height) / 2),
    left: Math.floor((width - sides.width) / 2),
  };
}
