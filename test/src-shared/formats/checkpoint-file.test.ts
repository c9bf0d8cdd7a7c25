import { describe, expect, test } from 'vitest';
import { BadInputError } from '../../../src-shared/errors';
import { experimentSchema } from '../../../src-shared/experiment/experiment';
import {
  type Checkpoint,
  decodeCheckpoint,
  encodeCheckpoint,
} from '../../../src-shared/formats/checkpoint-file';
import { crc32 } from '../../../src-shared/formats/crc32';

const experiment = experimentSchema.parse({
  data: { dataset: 'digits' },
  model: { kind: 'mlp' },
  parallel: { mode: 'local', devices: ['cpu:0'] },
});

const checkpoint: Checkpoint = {
  runId: 'digits-1a2b',
  experiment,
  state: {
    step: 120,
    isValidated: true,
    earlyStopping: { best: Infinity, epochsSinceBest: 2 },
    validationNll: Number.NaN,
    bestKept: 0.25,
    points: [{ name: 'train.loss', step: 119, epoch: 5.5, time: 1, value: -Infinity }],
  },
  parameters: [{ name: 'layers.0.weight.mean', shape: [1, 3], data: Float32Array.of(1, -2, 3.5) }],
  moments: [
    [{ name: 'layers.0.weight.mean', shape: [1, 3], data: Float32Array.of(0.1, 0.2, 0.3) }],
    [{ name: 'layers.0.weight.mean', shape: [1, 3], data: Float32Array.of(4, 5, 6) }],
  ],
};

test('the checksum is the CRC-32 of zip files, in one piece or in two', () => {
  const bytes = new TextEncoder().encode('123456789');
  expect(crc32(bytes)).toBe(0xcbf43926);
  expect(crc32(bytes.subarray(5), crc32(bytes.subarray(0, 5)))).toBe(0xcbf43926);
});

describe('a checkpoint', () => {
  test('comes back from its bytes as it was, infinities and NaN included', () => {
    expect(decodeCheckpoint(encodeCheckpoint(checkpoint), 'It')).toEqual(checkpoint);
  });

  test('of an earlier version, which told after which step its points begin, is read', () => {
    const told = { ...checkpoint.state, pointsAfter: 118 };
    expect(decodeCheckpoint(encodeCheckpoint({ ...checkpoint, state: told }), 'It').state).toMatchObject(
      checkpoint.state,
    );
  });

  test('is refused when it was torn anywhere', () => {
    const bytes = encodeCheckpoint(checkpoint);
    for (let length = 0; length < bytes.length; length += 1)
      expect(() => decodeCheckpoint(bytes.subarray(0, length), 'It'), `${length}`).toThrow(BadInputError);
  });

  test('is refused, or read as it was, whichever bit of it is flipped', () => {
    const bytes = encodeCheckpoint(checkpoint);
    let refused = 0;
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const flipped = bytes.slice();
      flipped[bit >> 3] ^= 1 << (bit & 7);
      try {
        expect(decodeCheckpoint(flipped, 'It')).toEqual(checkpoint);
      } catch (error) {
        if (!(error instanceof BadInputError)) throw error;
        refused += 1;
      }
    }
    // Only the spaces that pad the header mean nothing.
    expect(refused).toBeGreaterThan(bytes.length * 8 - 64);
  });
});
