import { BadInputError } from '../../src-shared/errors';

/** Side of a CIFAR picture in pixels. */
export const cifarSide = 32;
export const cifarChannels = 3;
const planeBytes = cifarSide * cifarSide;
export const cifarImageBytes = cifarChannels * planeBytes;
/** One label, then the red, the green and the blue plane. */
export const cifarRecordBytes = 1 + cifarImageBytes;

export interface CifarBatch {
  /** [items, 32, 32, 3] */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
}

/** Reads one file of cifar-10-batches-bin. Throws BadInputError naming `fileName`. */
export function parseCifarBatch(bytes: Uint8Array, fileName: string, classes: number): CifarBatch {
  const items = bytes.length / cifarRecordBytes;
  if (items === 0) throw new BadInputError(`${fileName} is empty; it should hold images.`);
  if (!Number.isInteger(items))
    throw new BadInputError(
      `${fileName} is truncated or has bytes too many: ${bytes.length} bytes are no whole number of images of ${cifarRecordBytes} bytes.`,
    );
  const images = new Uint8Array(items * cifarImageBytes);
  const labels = new Uint8Array(items);
  for (let item = 0; item < items; item++) {
    const record = bytes.subarray(item * cifarRecordBytes, (item + 1) * cifarRecordBytes);
    const label = record[0] ?? classes;
    if (label >= classes)
      throw new BadInputError(
        `${fileName}: label ${label} of image ${item} is out of range; labels are 0 to ${classes - 1}.`,
      );
    labels[item] = label;
    interleave(record.subarray(1), images.subarray(item * cifarImageBytes, (item + 1) * cifarImageBytes));
  }
  return { images, labels };
}

/** One file of cifar-10-batches-bin: the inverse of `parseCifarBatch`. */
export function encodeCifarBatch({ images, labels }: CifarBatch): Uint8Array {
  const bytes = new Uint8Array(labels.length * cifarRecordBytes);
  labels.forEach((label, item) => {
    const record = bytes.subarray(item * cifarRecordBytes, (item + 1) * cifarRecordBytes);
    record[0] = label;
    separate(images.subarray(item * cifarImageBytes, (item + 1) * cifarImageBytes), record.subarray(1));
  });
  return bytes;
}

/** [channels, pixels] to [pixels, channels]. */
function interleave(planes: Uint8Array, pixels: Uint8Array): void {
  for (let channel = 0; channel < cifarChannels; channel++) {
    for (let pixel = 0; pixel < planeBytes; pixel++) {
      pixels[pixel * cifarChannels + channel] = planes[channel * planeBytes + pixel] as number;
    }
  }
}

/** [pixels, channels] to [channels, pixels]. */
function separate(pixels: Uint8Array, planes: Uint8Array): void {
  for (let channel = 0; channel < cifarChannels; channel++) {
    for (let pixel = 0; pixel < planeBytes; pixel++) {
      planes[channel * planeBytes + pixel] = pixels[pixel * cifarChannels + channel] as number;
    }
  }
}
