import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runProgram } from '../../src-main/downloads/external-program';
import { machinesCompiler } from '../../src-main/runtime/compiler';

const launcher = undefined as never;
const compiler = await machinesCompiler({ cacheFolder: '', onProgress: () => {}, launcher });

/** What NVRTC knows without any header, as far as kernels use it. */
const builtIn = `
typedef unsigned long size_t;
extern "C" { float sqrtf(float), fabsf(float), copysignf(float, float); void *memcpy(void *, const void *, size_t); }`;

/** Writes native/gpu/standard-headers.h as the files that it stands for. */
const writer = `
#include <fstream>
#include "standard-headers.h"
int main(int, char **arguments) {
  for (const auto &[name, text] : parasample::standardHeaders)
    std::ofstream(arguments[1] + std::string("/") + name) << "#pragma once\\n" << text << "\\n";
}`;

function gcc(args: readonly string[]): Promise<string> {
  return runProgram('g++', args, { doing: 'Compiling kernels', remedy: 'install g++.' });
}

test.runIf(compiler !== undefined)(
  'kernels for GPUs need no more of the C++ library than what stands for it where they are compiled for them',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'parasample-test-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [source, program, kernels] = ['writer.cc', 'writer', 'kernels.cc'].map((name) =>
      join(folder, name),
    );
    const includes = ['test/native', 'native', 'native/gpu'].map((path) => `-I${resolve(path)}`);
    writeFileSync(source, writer);
    await gcc(['-std=c++17', ...includes, source, '-o', program]);
    await runProgram(program, [folder], { doing: 'Writing headers', remedy: '' });
    writeFileSync(kernels, `${builtIn}\n#include "cuda-emulation.h"\n#include "kernels.cuh"\n`);
    await gcc(['-std=c++17', '-fsyntax-only', '-w', '-nostdinc', `-I${folder}`, ...includes, kernels]);
    expect(readdirSync(folder)).toContain('cmath');
  },
);
