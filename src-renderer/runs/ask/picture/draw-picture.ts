import type { Picture } from './changed-picture';

/** Draws a picture on a canvas of its size: grey for one channel, red, green and blue for three. */
export function drawPicture(canvas: HTMLCanvasElement, { height, width, channels, pixels }: Picture): void {
  const data = new ImageData(width, height);
  data.data.fill(255);
  for (let pixel = 0; pixel < height * width; pixel += 1)
    for (let colour = 0; colour < 3; colour += 1)
      data.data[pixel * 4 + colour] = pixels[pixel * channels + Math.min(colour, channels - 1)];
  canvas.getContext('2d')?.putImageData(data, 0, 0);
}
