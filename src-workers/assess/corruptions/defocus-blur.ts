import type { Corruption } from './corruption';
import { blurredBy, type LightFrom, type Tap, tapsOf } from './kernel';
import { sideOf } from './places';

/** Out of focus: each point is a disc of this radius, as a share of the side. */
export const defocusBlur: Corruption = {
  kind: 'defocus-blur',
  strengths: [3 / 224, 4 / 224, 6 / 224, 8 / 224, 10 / 224],
  spoil: (picture, shape, share) => blurredBy(picture, shape, discOf(share * sideOf(shape))),
};

/** Thousands of pictures are blurred by the same five. */
const discs = new Map<number, readonly Tap[]>();

function discOf(radius: number): readonly Tap[] {
  const taps = discs.get(radius) ?? tapsOf(disc(radius));
  discs.set(radius, taps);
  return taps;
}

/** Places all over a disc, an eighth of its radius or half a pixel apart. */
function disc(radius: number): readonly LightFrom[] {
  const steps = Math.max(8, Math.ceil(2 * radius));
  const along = Array.from({ length: 2 * steps + 1 }, (_, at) => at / steps - 1);
  return along.flatMap((down) =>
    along.flatMap((right) =>
      down * down + right * right <= 1 ? [[radius * down, radius * right, 1] as const] : [],
    ),
  );
}
