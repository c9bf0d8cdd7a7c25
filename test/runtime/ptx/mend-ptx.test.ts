import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ChildProcessLauncher } from '../../../src-main/processes/child-process-launcher';
import { recipe } from '../../../src-main/runtime/install-variant';
import { areKernelsMended, mendKernels } from '../../../src-main/runtime/mend-kernels';
import { countPtx, mendPtx } from '../../../src-main/runtime/ptx/mend-ptx';
import { installRuntime } from '../../../src-main/runtime/runtime';
import { temporaryFolder } from '../../temporary-folder';
import { type Entry, fatBinary, smallLibrary } from './small-library';

const kernel = '.version 7.8\n.target sm_60\n.visible .entry AddV2() { ret;\n}\n';
const ptx = (end: string): Entry => ({ kind: 1, bytes: Buffer.from(kernel + end, 'latin1') });
const compressed = (end: string): Entry => ({ ...ptx(end), isCompressed: true });
const code: Entry = { kind: 2, bytes: Buffer.from('machine code\0\0', 'latin1') };

describe('the PTX in a library of TensorFlow', () => {
  test('that ends in two NULs ends in a new line and one NUL afterwards; nothing else changes', () => {
    const { path } = smallLibrary(fatBinary([code, ptx('\0\0')]), Buffer.alloc(0));
    const before = readFileSync(path);
    expect(mendPtx(path)).toEqual({ texts: 1, broken: 1 });
    const place = before.indexOf(`${kernel}\0\0`, 0, 'latin1') + kernel.length;
    before[place] = 0x0a;
    expect(readFileSync(path)).toEqual(before);
  });

  test('compressed, it ends where its header says, and the padding behind stays', () => {
    const { path } = smallLibrary(fatBinary([compressed('\0\0')]), Buffer.alloc(0));
    expect(mendPtx(path)).toEqual({ texts: 1, broken: 1 });
    expect(readFileSync(path).includes(`${kernel}\n\0`, 0, 'latin1')).toBe(true);
    expect(mendPtx(path)).toEqual({ texts: 1, broken: 0 });
  });

  test('that ends in one NUL is whole', () => {
    const { path } = smallLibrary(fatBinary([compressed('\0'), compressed('')]), Buffer.alloc(0));
    expect(countPtx(path)).toEqual({ texts: 2, broken: 0 });
  });

  test("of NVIDIA's own compiler, in .nv_fatbin, is left alone", () => {
    const { path } = smallLibrary(Buffer.from('nothing'), fatBinary([compressed('\0\0')]));
    expect(mendPtx(path)).toEqual({ texts: 0, broken: 0 });
  });

  test('is found in all fat binaries, wherever they lie, and counted without a change', () => {
    const several = Buffer.concat(
      [1, 2, 3].map(() => Buffer.concat([Buffer.alloc(8), fatBinary([code, compressed('\0\0')])])),
    );
    const { path } = smallLibrary(several, fatBinary([code]));
    const before = readFileSync(path);
    expect(countPtx(path)).toEqual({ texts: 3, broken: 3 });
    expect(readFileSync(path)).toEqual(before);
  });
});

describe('the kernels of a runtime', () => {
  function runtimeWith(entries: readonly Entry[], folder = temporaryFolder()): string {
    mkdirSync(join(folder, 'tensorflow'));
    const put = (rodata: Buffer, name: string) =>
      renameSync(smallLibrary(rodata, Buffer.alloc(0)).path, join(folder, 'tensorflow', name));
    put(fatBinary(entries), 'libtensorflow_cc.so.2');
    put(Buffer.from('none'), 'libtensorflow_framework.so.2');
    return folder;
  }

  test('are mended once, told of with their number, and marked', () => {
    const folder = runtimeWith([compressed('\0\0'), compressed('\0')]);
    const told: string[] = [];
    mendKernels(folder, { onProgress: (text) => told.push(text) });
    expect(areKernelsMended(folder)).toBe(true);
    expect(told.at(-1)).toBe('Mended 1 of 2 GPU kernels, which drivers for CUDA 13 refuse');
    mendKernels(folder, { onProgress: (text) => told.push(text) });
    expect(told).toHaveLength(2);
  });

  // What follows, compiling the binding anew, needs a whole TensorFlow.
  test('of a runtime that an earlier version installed are mended at the next start', async () => {
    const cacheFolder = temporaryFolder();
    const folder = join(cacheFolder, 'tensorflow', 'cuda');
    mkdirSync(folder, { recursive: true });
    runtimeWith([compressed('\0\0')], folder);
    writeFileSync(join(folder, 'ready'), recipe);
    writeFileSync(join(folder, 'tfjs_binding.node'), '');
    writeFileSync(join(cacheFolder, 'tensorflow', 'chosen'), 'cuda');
    const told: string[] = [];
    const launcher = new ChildProcessLauncher('/none/worker.js');
    const stopped = new AbortController();
    const onProgress = (text: string) => {
      told.push(text);
      if (text.startsWith('Mended')) stopped.abort();
    };
    await installRuntime({ cacheFolder, launcher, onProgress, signal: stopped.signal }).catch(() => {});
    expect(areKernelsMended(folder)).toBe(true);
    expect(told).toContain('Mended 1 of 1 GPU kernels, which drivers for CUDA 13 refuse');
    expect(countPtx(join(folder, 'tensorflow', 'libtensorflow_cc.so.2'))).toEqual({ texts: 1, broken: 0 });
  });

  test('that are none of those that Parasample knows are refused with a way out', () => {
    const folder = runtimeWith([code]);
    expect(() => mendKernels(folder, { onProgress: () => {} })).toThrow(
      /^Of 0 GPU kernels of TensorFlow 0 could not be mended.*parasample runtime --cpu/,
    );
    expect(areKernelsMended(folder)).toBe(false);
  });
});
