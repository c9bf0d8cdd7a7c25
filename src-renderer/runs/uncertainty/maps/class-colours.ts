import { classColour } from '../../../../src-shared/data/class-colours';

/** As CSS has it. */
export function cssColour(label: number): string {
  return `rgb(${classColour(label).join(' ')})`;
}

/** Bytes of a report, one a pixel. */
export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** A map of labels as the address of a picture. */
export function classMapImage(labels: Uint8Array, width: number, height: number): string {
  return pictureOf(labels, width, height, (label) => [...classColour(label), 255]);
}

/** Covers the pixels that are 1 with white through which their colour shows little; for above a map. */
export function markedPixels(marks: Uint8Array, width: number, height: number): string {
  return pictureOf(marks, width, height, (mark) => [255, 255, 255, mark === 1 ? veil : 0]);
}

/** How much of what lies below is covered, of 255. */
const veil = 200;

function pictureOf(
  values: Uint8Array,
  width: number,
  height: number,
  colourOf: (value: number) => readonly number[],
): string {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const data = new ImageData(width, height);
  values.forEach((value, pixel) => {
    data.data.set(colourOf(value), pixel * 4);
  });
  canvas.getContext('2d')?.putImageData(data, 0, 0);
  return canvas.toDataURL();
}
