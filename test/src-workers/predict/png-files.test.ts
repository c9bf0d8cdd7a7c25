import { expect, test } from 'vitest';
import { decodeMask } from '../../../src-files/pictures/decode-mask';
import { decodePicture } from '../../../src-files/pictures/decode-picture';
import { classColour } from '../../../src-shared/data/class-colours';
import { greyPng, indexedPng } from '../../../src-workers/predict/png-files';

const size = { height: 2, width: 3 };
const labels = Uint8Array.of(0, 1, 2, 7, 254, 255);

test('labels are read again from a PNG as places in its palette, and seen as the colours of their classes', async () => {
  const file = indexedPng(labels, size);
  const mask = decodeMask(file, 'mask.png');
  expect([mask.height, mask.width, ...Array.from(mask.labels)]).toEqual([2, 3, ...labels]);
  const { channels, pixels } = await decodePicture(file, 'mask.png');
  expect(channels).toBe(3);
  expect([...pixels]).toEqual(Array.from(labels, (label) => classColour(label)).flat());
});

test('numbers of 16 bits are read again', () => {
  const values = Uint16Array.of(0, 1, 255, 256, 693, 65_535);
  expect([...Array.from(decodeMask(greyPng(values, size), 'entropy.png').labels)]).toEqual([...values]);
});

test('classes have colours that differ, whatever their number', () => {
  const colours = Array.from({ length: 40 }, (_, label) => classColour(label).join());
  expect(new Set(colours).size).toBe(40);
});
