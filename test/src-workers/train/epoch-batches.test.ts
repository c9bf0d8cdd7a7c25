import { describe, expect, test } from 'vitest';
import type { Batch, ItemReader } from '../../../src-workers/data/run-data';
import type { BatchLoading } from '../../../src-workers/engine/batch-loading';
import { EpochBatches } from '../../../src-workers/train/epoch-batches';

/** A reader whose every batch is the step that it was asked for, and that says in which order it was asked. */
function telling(calls: string[]): ItemReader {
  const batch: Batch = { inputs: new Float32Array(1), targets: new Int32Array(1) };
  return {
    items: 1,
    prefetch: ({ indices }) => calls.push(`prefetch ${indices[0]}`),
    read: ({ indices }) => {
      calls.push(`read ${indices[0]}`);
      // As readers do, into the same memory.
      batch.inputs[0] = indices[0] ?? -1;
      return batch;
    },
  };
}

function loadingInto(calls: string[], complaintAt = Number.POSITIVE_INFINITY): BatchLoading {
  let number = 0;
  return {
    load: (inputs) => {
      number += 1;
      calls.push(`load ${inputs[0]}`);
      return number > complaintAt ? 'CUDA_ERROR_OUT_OF_MEMORY' : { loader: 1, number };
    },
    settle: () => calls.push('settle'),
  };
}

/** Takes an epoch of three steps; what each was given, and what was asked for until then. */
function epochOfThree(settings: { readonly loading?: BatchLoading; readonly calls: string[] }) {
  const { calls, loading } = settings;
  const complaints: string[] = [];
  const batches = new EpochBatches({
    reader: telling(calls),
    loading,
    request: (step) => ({ indices: Uint32Array.of(step), epoch: 0, views: [0] }),
    has: (step) => step < 3,
    giveUp: (complaint) => complaints.push(complaint),
  });
  const taken = [0, 1, 2].map((step) => {
    const batch = batches.take(step);
    const given = 'loader' in batch ? `loaded ${batch.number}` : `numbers of ${batch.inputs[0]}`;
    return [...calls.splice(0), given];
  });
  return { taken, complaints };
}

describe('batches of an epoch', () => {
  test('are read one after the other where nothing can be brought to the device, the next one while one is trained on', () => {
    expect(epochOfThree({ calls: [] }).taken).toEqual([
      ['read 0', 'prefetch 1', 'numbers of 0'],
      ['read 1', 'prefetch 2', 'numbers of 1'],
      ['read 2', 'numbers of 2'],
    ]);
  });

  test('are brought there a step ahead, none of the next epoch, and nothing is read over what is still on its way', () => {
    const calls: string[] = [];
    expect(epochOfThree({ calls, loading: loadingInto(calls) }).taken).toEqual([
      ['settle', 'read 0', 'load 0', 'settle', 'read 1', 'load 1', 'prefetch 2', 'loaded 1'],
      ['settle', 'read 2', 'load 2', 'loaded 2'],
      ['loaded 3'],
    ]);
  });

  test.each([0, 1, 2])(
    'are told as numbers where bringing them there fails after %d, and none is lost',
    (after) => {
      const calls: string[] = [];
      const { taken, complaints } = epochOfThree({ calls, loading: loadingInto(calls, after) });
      const given = taken.map((all) => all.at(-1));
      expect(given).toEqual(
        [0, 1, 2].map((step) => (step < after ? `loaded ${step + 1}` : `numbers of ${step}`)),
      );
      expect(complaints).toEqual(['CUDA_ERROR_OUT_OF_MEMORY']);
    },
  );
});
