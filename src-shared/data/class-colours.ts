import { ignoredByte } from '../experiment/data/class-maps';

export type Colour = readonly [red: number, green: number, blue: number];

/** The first are told apart under every common colour vision (Okabe and Ito 2008). */
const first: readonly Colour[] = [
  [51, 51, 51],
  [230, 159, 0],
  [86, 180, 233],
  [0, 158, 115],
  [240, 228, 66],
  [0, 114, 178],
  [213, 94, 0],
  [204, 121, 167],
];
const ignored: Colour = [255, 255, 255];
/** Turns as far from each other as can be, however many there are: the golden angle, in degrees. */
const goldenAngle = 137.508;

/** The colour of a class's pixels by its label; white where a pixel is ignored. */
export function classColour(label: number): Colour {
  if (label === ignoredByte) return ignored;
  return first[label] ?? turned(label);
}

/** A colour of the wheel at middle brightness. */
function turned(label: number): Colour {
  const hue = (label * goldenAngle) % 360;
  const channel = (offset: number) => {
    const place = (offset + hue / 30) % 12;
    return Math.round(255 * (0.5 - 0.3 * Math.max(-1, Math.min(place - 3, 9 - place, 1))));
  };
  return [channel(0), channel(8), channel(4)];
}
