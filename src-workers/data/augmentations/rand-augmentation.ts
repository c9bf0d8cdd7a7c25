import { type Affine, movedBy, turned } from './affine';
import {
  equalised,
  posterised,
  solarised,
  withBrightness,
  withContrast,
  withSaturation,
  withSharpness,
  withWholeContrast,
} from './colours';
import type { View } from './view';

/** Magnitudes are 0, 1, ..., this. */
const most = 30;

interface RandomChange {
  /** What is done at a magnitude. */
  readonly strength: (magnitude: number, view: View) => number;
  /** Whether it goes either way. */
  readonly isSigned: boolean;
  readonly apply: (view: View, strength: number) => View;
}

const upTo = (largest: number) => (magnitude: number) => (largest * magnitude) / most;
const signed = (strength: RandomChange['strength'], apply: RandomChange['apply']): RandomChange => ({
  strength,
  isSigned: true,
  apply,
});
const unsigned = (strength: RandomChange['strength'], apply: RandomChange['apply']): RandomChange => ({
  strength,
  isSigned: false,
  apply,
});
const moved = (matrix: (strength: number) => Affine) => (view: View, strength: number) =>
  movedBy(view, matrix(strength));
const enhanced = (apply: (view: View, factor: number) => View) =>
  signed(upTo(0.9), (view, strength) => apply(view, 1 + strength));
const shiftShare = 150 / 331;

/** Those of torchvision's RandAugment, in its order and with its strengths. */
export const randomChanges = {
  Identity: unsigned(upTo(0), (view) => view),
  ShearX: signed(
    upTo(0.3),
    moved((by) => [1, by, 0, 0, 1, 0]),
  ),
  ShearY: signed(
    upTo(0.3),
    moved((by) => [1, 0, 0, by, 1, 0]),
  ),
  TranslateX: signed(
    (magnitude, { width }) => upTo(shiftShare * width)(magnitude),
    moved((by) => [1, 0, -Math.trunc(by), 0, 1, 0]),
  ),
  TranslateY: signed(
    (magnitude, { height }) => upTo(shiftShare * height)(magnitude),
    moved((by) => [1, 0, 0, 0, 1, -Math.trunc(by)]),
  ),
  Rotate: signed(upTo(30), turned),
  Brightness: enhanced(withBrightness),
  Color: enhanced(withSaturation),
  Contrast: enhanced(withContrast),
  Sharpness: enhanced(withSharpness),
  Posterize: unsigned((magnitude) => 8 - halfToEven(magnitude / (most / 4)), posterised),
  Solarize: unsigned((magnitude) => 255 * (1 - magnitude / most), solarised),
  AutoContrast: unsigned(upTo(0), withWholeContrast),
  Equalize: unsigned(upTo(0), equalised),
} as const satisfies Readonly<Record<string, RandomChange>>;

function halfToEven(value: number): number {
  const rounded = Math.round(value);
  return rounded - value === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded;
}
