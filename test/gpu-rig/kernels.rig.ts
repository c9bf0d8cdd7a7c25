import { closeSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { runProgram } from '../../src-main/downloads/external-program';
import { ptxTexts } from '../../src-main/runtime/ptx/fat-binaries';
import { countPtx } from '../../src-main/runtime/ptx/mend-ptx';
import { readBytes } from '../../src-main/runtime/ptx/open-file';
import { temporaryFolder } from '../temporary-folder';
import { unpackLz4 } from './lz4';
import { rigFolders } from './rig-folders';

const { runtime, newPtxas } = rigFolders();
const path = join(runtime, 'tensorflow', 'libtensorflow_cc.so.2');
const library = openSync(path, 'r');
afterAll(() => closeSync(library));

/** Every so many of the kernels are really compiled. */
const every = 40;
/** Where an entry's header tells the size that its text unpacks to. */
const unpackedSizeAt = 56;

/** PTX as a driver gets it: up to its last NUL, which ends it as a C string. */
function texts(): readonly Buffer[] {
  return [...ptxTexts(library)]
    .filter((_, index) => index % every === 0)
    .map(({ headerAt, start, end }) => {
      const size = readBytes(library, headerAt + unpackedSizeAt, 8).readBigUInt64LE();
      return unpackLz4(readBytes(library, start, end - start), Number(size));
    });
}

async function compile(text: Buffer, architecture: string): Promise<void> {
  const folder = temporaryFolder();
  const file = join(folder, 'kernel.ptx');
  writeFileSync(file, text);
  await runProgram(newPtxas, [`-arch=${architecture}`, file, '-o', join(folder, 'kernel.cubin')], {
    doing: 'Compiling',
    remedy: '',
  });
}

describe("TensorFlow's own kernels, once mended", () => {
  test('are the 1149 that its wheel is known to hold, and none is broken', () => {
    expect(countPtx(path)).toEqual({ texts: 1149, broken: 0 });
  });

  test.each(['sm_90', 'sm_100', 'sm_120'])(
    'compile for %s with the compiler of CUDA 13',
    async (architecture) => {
      for (const text of texts()) await compile(text.subarray(0, -1), architecture);
    },
  );

  test('are refused by it as the wheel has them, with two NULs: the mending is needed', async () => {
    const [text = Buffer.alloc(0)] = texts();
    const asFetched = Buffer.from(text);
    expect(asFetched.at(-2)).toBe(0x0a);
    asFetched[asFetched.length - 2] = 0;
    await expect(compile(asFetched.subarray(0, -1), 'sm_90')).rejects.toThrow(
      /Unexpected|end of file|syntax|fatal/i,
    );
  });
});
