import { Buffer } from 'node:buffer';
import { expect, it } from 'vitest';
import { colourBytes } from '../../../../../src-renderer/runs/uncertainty/maps/pixels';

function base64(bytes: readonly number[]): string {
  return Buffer.from(bytes).toString('base64');
}

it('shows one channel as grey', () => {
  const image = { height: 1, width: 2, channels: 1, pixels: base64([0, 200]) };
  expect([...colourBytes(image)]).toEqual([0, 0, 0, 255, 200, 200, 200, 255]);
});

it('shows three channels as red, green and blue', () => {
  const image = { height: 1, width: 2, channels: 3, pixels: base64([1, 2, 3, 4, 5, 6]) };
  expect([...colourBytes(image)]).toEqual([1, 2, 3, 255, 4, 5, 6, 255]);
});
