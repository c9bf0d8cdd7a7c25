import { expect, test } from 'vitest';
import { fromBase64 } from '../../../../../src-renderer/runs/ask/picture/base64';
import { sidesInHeader } from '../../../../../src-renderer/runs/ask/picture/sides-in-header';

/** The beginnings of files that Pillow 13.0.0 wrote of `Image.new('RGB', (300, 17))`: 300 wide, 17 high. */
const pillows: Readonly<Record<string, string>> = {
  png: 'iVBORw0KGgoAAAANSUhEUgAAASwAAAARCAIAAADojAblAAAATElEQVR4nO3TsQEA',
  'jpeg, progressive, turned by its EXIF':
    '/9j/4AAQSkZJRgABAQAAAQABAAD/4QAiRXhpZgAATU0AKgAAAAgAAQESAAMAAAABAAYAAAAAAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAxNDQ0Hyc5PTgyPC4zNDL/2wBDAQkJCQwLDBgNDRgyIRwhMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjL/wgARCAARASwDASIAAhEBAxEB/w==',
  'webp, lossy': 'UklGRmIAAABXRUJQVlA4IFYAAABQBQCdASosAREAPtFosVMoJaSioOgBABoJaQDR',
  'webp, lossless': 'UklGRiQAAABXRUJQVlA4TBcAAAAvKwEEAAdQhCb0oP8BICH8ny9F9D8lBAA=',
  'webp, extended': 'UklGRpYAAABXRUJQVlA4WAoAAAAIAAAAKwEAEAAAVlA4IFYAAABQBQCdASosAREA',
};

test.each(Object.entries(pillows))('of a %s', (_, beginning) => {
  expect(sidesInHeader(fromBase64(beginning))).toEqual({ width: 300, height: 17 });
});

test.each([
  ['of a file that is cut off', fromBase64(pillows.png ?? '').subarray(0, 20)],
  [
    'of a JPEG whose frame comes later than what is at hand',
    Uint8Array.of(0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff),
  ],
  ['of no picture', new TextEncoder().encode('no picture at all, but long enough')],
  ['of nothing', new Uint8Array(0)],
])('%s nothing is told', (_, bytes) => {
  expect(sidesInHeader(bytes)).toBeUndefined();
});
