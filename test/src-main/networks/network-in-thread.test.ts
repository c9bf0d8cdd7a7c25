import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outlineInThread } from '../../../src-main/networks/network-in-thread';
import { BadInputError, FailedError } from '../../../src-shared/errors';
import { builtScript } from '../../built-script';
import { writtenNetwork } from '../../src-files/onnx/written-network';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'network-thread-'));
  await builtScript('src-main/networks/network-thread.ts', join(folder, 'built'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const built = () => join(folder, 'built', 'network-thread.js');

/** One dense layer of `units` inputs and as many outputs. */
async function networkOf(units: number): Promise<string> {
  const path = join(folder, `${units}.onnx`);
  const weight = {
    name: 'fc.weight',
    shape: [units, units],
    values: new Array<number>(units * units).fill(1),
  };
  const bytes = writtenNetwork({
    nodes: [{ operator: 'MatMul', inputs: ['x', 'fc.weight'], output: 'y' }],
    tensors: [weight],
    input: [0, units],
  });
  await writeFile(path, bytes);
  return path;
}

describe('a network’s file that is read in a thread', () => {
  it('tells its layers, and this thread goes on meanwhile', async () => {
    const path = await networkOf(1500);
    let isDone = false;
    const reading = outlineInThread(path, undefined, built()).finally(() => {
      isDone = true;
    });
    // A thread of its own cannot start, read 9 MB and answer between two turns of this one's loop.
    let turns = 0;
    while (!isDone) {
      await setImmediate();
      turns += 1;
    }
    expect(turns).toBeGreaterThan(10);
    expect(await reading).toMatchObject({
      layers: [{ name: 'fc.weight', shape: [1500, 1500], use: 'dense layer' }],
    });
  });

  it("refuses with the reader's own sentence what is no network", async () => {
    const path = join(folder, 'none.onnx');
    const reading = outlineInThread(path, undefined, built());
    await expect(reading).rejects.toThrow(BadInputError);
    await expect(reading).rejects.toThrow(`model.path: ${path} cannot be read`);
  });

  it('fails where the thread ends without an answer', async () => {
    const file = join(folder, 'thread.js');
    await writeFile(file, 'process.exit(1);');
    await expect(outlineInThread('/net.onnx', undefined, file)).rejects.toThrow(FailedError);
  });
});
