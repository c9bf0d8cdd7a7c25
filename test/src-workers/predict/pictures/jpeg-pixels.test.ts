import { describe, expect, test } from 'vitest';
import { jpegDecoder } from '../../../../src-workers/predict/pictures/jpeg-decoder';
import { readPicture } from '../../../../src-workers/predict/pictures/picture-pixels';
import { bindingPath } from '../../tensorflow';
import { colourJpeg, greyJpeg } from '../jpeg-files';

const tensorflow = () => jpegDecoder({ kind: 'tensorflow', binding: bindingPath() });
const size = (channels: number) => ({ height: 8, width: 8, channels });
const sum = (pixels: Uint8Array) => pixels.reduce((total, value) => total + value, 0);

describe('a JPEG file', () => {
  test.each([
    ['grey', greyJpeg, 1],
    ['colour', colourJpeg, 3],
  ] as const)(
    'of %s has the pixels that Pillow reads from it',
    (_what, { bytes, first, sum: total }, channels) => {
      const pixels = readPicture(bytes, 'x.jpg', size(channels), tensorflow());
      expect([...pixels.subarray(0, first.length)]).toEqual(first);
      expect(sum(pixels)).toBe(total);
    },
  );

  test('is known by its bytes, and grey is spread over the colours of the network', () => {
    expect(sum(readPicture(greyJpeg.bytes, 'x.png', size(3), tensorflow()))).toBe(3 * greyJpeg.sum);
  });
});

describe('refused by name is', () => {
  const unused = () => {
    throw new Error('Its pixels were decoded.');
  };

  test('another size, before its pixels are decoded', () => {
    const wanted = { height: 9, width: 8, channels: 1 };
    expect(() => readPicture(greyJpeg.bytes, 'x.jpg', wanted, unused)).toThrow(
      'x.jpg is 8 x 8 pixels (height x width); this network takes 9 x 8.',
    );
  });

  test('a file without a size, and one that is cut off', () => {
    expect(() => readPicture(greyJpeg.bytes.subarray(0, 40), 'x.jpg', size(1), unused)).toThrow(
      'x.jpg is no whole JPEG file (it does not say its size).',
    );
    const cut = greyJpeg.bytes.subarray(0, -20);
    expect(() => readPicture(cut, 'x.jpg', size(1), tensorflow())).toThrow('x.jpg is no whole JPEG file');
  });

  test('four colours, as of print', () => {
    const bytes = Uint8Array.from(colourJpeg.bytes);
    const frame = bytes.findIndex((byte, at) => byte === 0xff && bytes[at + 1] === 0xc0);
    bytes[frame + 9] = 4;
    expect(() => readPicture(bytes, 'x.jpg', size(3), unused)).toThrow('x.jpg has 4 colours');
  });

  test('any, where there is no TensorFlow', () => {
    const decode = jpegDecoder({ kind: 'javascript' });
    expect(() => readPicture(greyJpeg.bytes, 'x.jpg', size(1), decode)).toThrow(
      'JPEG pictures are decoded by TensorFlow, which is not installed',
    );
  });
});
