import { createReadStream } from 'node:fs';

const word = /(?<![A-Za-z0-9_])(?:cu|__cuda|nccl|nvml)[A-Za-z0-9_]+(?![A-Za-z0-9_])/g;
const longestName = 200;

/** Words in a library's bytes by which it may look up functions of CUDA and its companions. */
export async function namesInLibrary(file: string): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  let rest = '';
  for await (const bytes of createReadStream(file, { highWaterMark: 1 << 24 })) {
    const text = rest + (bytes as Buffer).toString('latin1');
    for (const [name] of text.matchAll(word)) names.add(name);
    rest = text.slice(-longestName);
  }
  return names;
}
