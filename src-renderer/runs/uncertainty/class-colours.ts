import { classColour } from '../../../src-shared/class-colours';

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
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const data = new ImageData(width, height);
  labels.forEach((label, pixel) => {
    data.data.set([...classColour(label), 255], pixel * 4);
  });
  canvas.getContext('2d')?.putImageData(data, 0, 0);
  return canvas.toDataURL();
}
