import type { AugmentationSettings } from '../../../src-shared/experiment/augmentations';
import { mirrored, movedBy, turned } from './affine';
import { withBrightness, withContrast, withHue, withSaturation } from './colours';
import type { Draws } from './draws';
import { partToSize } from './parts';
import { randomChanges } from './rand-augmentation';
import { middlePart, randomRectangle } from './random-rectangle';
import type { View } from './view';

/** Those that change a picture by itself. */
export type PlainSettings = Exclude<AugmentationSettings, { kind: 'mix-up' | 'cut-mix' }>;

/** The number of each kind's own draws, which stays what it is: 0 is that of the usual shifts (drawChange). */
export const drawsOf: Readonly<Record<AugmentationSettings['kind'], number>> = {
  shift: 1,
  'resized-crop': 2,
  flip: 3,
  rotation: 4,
  'colour-jitter': 5,
  'rand-augment': 6,
  erasing: 7,
  'mix-up': 8,
  'cut-mix': 9,
};

type Change<Kind extends PlainSettings['kind']> = (
  settings: Extract<PlainSettings, { kind: Kind }>,
  view: View,
  draws: Draws,
) => View;

const changes: { readonly [Kind in PlainSettings['kind']]: Change<Kind> } = {
  shift: ({ pixels }, view, draws) => {
    const [down, right] = [draws.below(2 * pixels + 1) - pixels, draws.below(2 * pixels + 1) - pixels];
    return movedBy(view, [1, 0, -right, 0, 1, -down]);
  },
  'resized-crop': ({ scale, ratio }, view, draws) => {
    const fits = ({ height, width }: View | { height: number; width: number }) =>
      height > 0 && width > 0 && height <= view.height && width <= view.width;
    return partToSize(view, randomRectangle(draws, view, scale, ratio, fits) ?? middlePart(view, ratio));
  },
  flip: ({ horizontal, vertical }, view, draws) => {
    const isAcross = draws.happens(horizontal);
    return mirrored(view, isAcross, draws.happens(vertical));
  },
  rotation: ({ degrees }, view, draws) => turned(view, draws.between(-degrees, degrees)),
  'colour-jitter': (settings, view, draws) => {
    const factor = (strength: number) => draws.between(Math.max(0, 1 - strength), 1 + strength);
    const { brightness, contrast, saturation, hue } = settings;
    const [ofBrightness, ofContrast, ofSaturation] = [brightness, contrast, saturation].map(factor);
    const turns = draws.between(-hue, hue);
    const steps = [
      (one: View) => (brightness > 0 ? withBrightness(one, ofBrightness) : one),
      (one: View) => (contrast > 0 ? withContrast(one, ofContrast) : one),
      (one: View) => (saturation > 0 ? withSaturation(one, ofSaturation) : one),
      (one: View) => (hue > 0 ? withHue(one, turns) : one),
    ];
    return inRandomOrder(steps, draws).reduce((one, step) => step(one), view);
  },
  'rand-augment': ({ changes: count, magnitude }, view, draws) => {
    const all = Object.values(randomChanges);
    let changed = view;
    for (let one = 0; one < count; one += 1) {
      const { strength, isSigned, apply } = all[draws.below(all.length)];
      const sign = isSigned && draws.happens(0.5) ? -1 : 1;
      changed = apply(changed, sign * strength(magnitude, view));
    }
    return changed;
  },
  erasing: ({ probability, scale, ratio }, view, draws) => {
    if (!draws.happens(probability)) return view;
    // torchvision's ratio is here of height by width.
    const [from, to] = ratio;
    const fits = ({ height, width }: { height: number; width: number }) =>
      height < view.height && width < view.width;
    const erased = randomRectangle(draws, view, scale, [1 / to, 1 / from], fits);
    return erased ? { ...view, erased } : view;
  },
};

/** A picture changed as its draws say. */
export function changed(settings: PlainSettings, view: View, draws: Draws): View {
  const change = changes[settings.kind] as Change<PlainSettings['kind']>;
  return change(settings as never, view, draws);
}

/** By Fisher and Yates. */
function inRandomOrder<Item>(items: readonly Item[], draws: Draws): readonly Item[] {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = draws.below(last + 1);
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}
