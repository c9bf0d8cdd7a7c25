import { createHash } from 'node:crypto';
import { basename } from 'node:path';

/** Ends no line of C++. */
const delimiter = 'parasample';

/**
 * The header by which the module of native/ holds the text of its kernels for GPUs (native/gpu/compile-kernels.cc): the
 * files that GPUs' compilers are given, and a hash of them, by which compiled ones are kept.
 * @param sources text by path
 */
export function kernelSourcesHeader(sources: Readonly<Record<string, string>>): string {
  const kernels = Object.entries(sources).filter(([path]) => isForGpus(path));
  const entries = kernels.map(
    ([path, text]) => `  {"${basename(path)}", R"${delimiter}(${text})${delimiter}"},\n`,
  );
  const hash = createHash('sha256').update(JSON.stringify(kernels)).digest('hex').slice(0, 16);
  return [
    '#pragma once\n',
    'struct KernelSource { const char *name, *text; };\n',
    `constexpr KernelSource kernelSources[] = {\n${entries.join('')}};\n`,
    `constexpr const char *kernelSourcesHash = "${hash}";\n`,
  ].join('');
}

/** Kernels, and the arithmetic that they share with the operations for CPUs. */
function isForGpus(path: string): boolean {
  return (
    path.endsWith('.cuh') ||
    [
      ...['changed.h', 'head-sizes.h', 'lanes.h', 'normal-stream.h', 'pieces.h', 'streams.h', 'update.h'],
    ].includes(basename(path))
  );
}
