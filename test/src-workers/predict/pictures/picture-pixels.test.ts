import { encode, type ImageData } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { readPicture } from '../../../../src-workers/predict/pictures/picture-pixels';

/** No file of these specs is a JPEG. */
const noJpeg = () => {
  throw new Error('A PNG was taken for a JPEG.');
};

function read(picture: Omit<ImageData, 'width' | 'height'>, channels: number): number[] {
  const bytes = encode({ width: 2, height: 1, ...picture });
  return [...readPicture(bytes, 'x.png', { width: 2, height: 1, channels }, noJpeg)];
}

const bytes = (...values: number[]) => Uint8Array.from(values);

describe('pictures are read as the network takes them', () => {
  test('grey and colour as they are', () => {
    expect(read({ channels: 1, data: bytes(7, 255) }, 1)).toEqual([7, 255]);
    expect(read({ channels: 3, data: bytes(1, 2, 3, 4, 5, 6) }, 3)).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('grey for a network of colours, three times', () => {
    expect(read({ channels: 1, data: bytes(7, 9) }, 3)).toEqual([7, 7, 7, 9, 9, 9]);
  });

  test('colour that is grey for a network of grey', () => {
    expect(read({ channels: 3, data: bytes(7, 7, 7, 9, 9, 9) }, 1)).toEqual([7, 9]);
    expect(() => read({ channels: 3, data: bytes(7, 7, 7, 9, 9, 8) }, 1)).toThrow('x.png is in colour');
  });

  test('an alpha channel where nothing is transparent', () => {
    expect(read({ channels: 2, data: bytes(7, 255, 9, 255) }, 1)).toEqual([7, 9]);
    expect(() => read({ channels: 4, data: bytes(1, 2, 3, 255, 1, 2, 3, 254) }, 3)).toThrow(
      'partly transparent',
    );
  });

  test('a palette looked up', () => {
    const palette = [
      [1, 2, 3],
      [4, 5, 6],
    ] as [number, number, number][];
    expect(read({ channels: 1, depth: 8, data: bytes(1, 0), palette }, 3)).toEqual([4, 5, 6, 1, 2, 3]);
  });

  test('black and white of one bit, spread', () => {
    expect(read({ channels: 1, depth: 1, data: bytes(0b01000000) }, 1)).toEqual([0, 255]);
  });
});

describe('others are refused by name', () => {
  test('16 bits per colour', () => {
    expect(() => read({ channels: 1, depth: 16, data: Uint16Array.of(1, 2) }, 1)).toThrow(
      '16 bits per colour',
    );
  });

  test('a file that is cut off, or no picture at all', () => {
    const size = { width: 2, height: 1, channels: 1 };
    const whole = encode({ width: 2, height: 1, channels: 1, data: bytes(7, 9) });
    const half = whole.slice(0, whole.length / 2);
    expect(() => readPicture(half, 'x.png', size, noJpeg)).toThrow('x.png is no whole PNG file');
    expect(() => readPicture(bytes(1, 2, 3), 'x.png', size, noJpeg)).toThrow(
      'x.png is neither a PNG nor a JPEG file',
    );
  });
});
