import type { LeastSure } from '../../../../src-shared/protocol/worker-protocol';

type Image = Pick<LeastSure[number], 'height' | 'width' | 'channels' | 'pixels'>;

/** Draws an image's pixels on a canvas of its size: grey for one channel, red, green and blue for three. */
export function drawPixels(canvas: HTMLCanvasElement, image: Image): void {
  const data = new ImageData(image.width, image.height);
  data.data.set(colourBytes(image));
  canvas.getContext('2d')?.putImageData(data, 0, 0);
}

/** The image as RGBA bytes, row by row, opaque. */
export function colourBytes({ height, width, channels, pixels }: Image): Uint8ClampedArray {
  const bytes = Uint8Array.from(atob(pixels), (character) => character.charCodeAt(0));
  const colours = new Uint8ClampedArray(height * width * 4).fill(255);
  for (let pixel = 0; pixel < height * width; pixel++)
    for (let colour = 0; colour < 3; colour++)
      colours[pixel * 4 + colour] = bytes[pixel * channels + Math.min(colour, channels - 1)] ?? 0;
  return colours;
}

/** An image as the address of a picture. */
export function pixelImage(image: Image): string {
  const canvas = document.createElement('canvas');
  canvas.width = image.width;
  canvas.height = image.height;
  drawPixels(canvas, image);
  return canvas.toDataURL();
}
