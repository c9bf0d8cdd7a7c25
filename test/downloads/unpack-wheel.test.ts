import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unpackWheel } from '../../src-main/downloads/unpack-wheel';
import { FailedError } from '../../src-shared/errors';
import { temporaryFolder } from '../temporary-folder';

const archiver = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as archive:
    for name in sys.argv[2:]:
        member = zipfile.ZipInfo(name)
        member.external_attr = (0o755 if name.endswith('/program') else 0o644) << 16
        archive.writestr(member, 'content of ' + name)
`;

const pattern = '^tensorflow/(include/|libtensorflow_cc\\.so\\.2$)';
const options = { cacheFolder: '', onProgress: () => {} };

test('only the wanted members are unpacked', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'the.whl');
  const members = [
    'tensorflow/include/a/b.h',
    'tensorflow/libtensorflow_cc.so.2',
    'tensorflow/python/big.so',
  ];
  execFileSync('python3', ['-c', archiver, file, ...members]);
  await unpackWheel(file, folder, pattern, 'TensorFlow', options);
  expect(readFileSync(join(folder, members[0] ?? ''), 'utf8')).toBe('content of tensorflow/include/a/b.h');
  expect(existsSync(join(folder, 'tensorflow', 'libtensorflow_cc.so.2'))).toBe(true);
  expect(existsSync(join(folder, 'tensorflow', 'python'))).toBe(false);
});

test('a program stays one', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'the.whl');
  execFileSync('python3', ['-c', archiver, file, 'nvidia/bin/program', 'nvidia/bin/text']);
  await unpackWheel(file, folder, '^nvidia/', 'CUDA', options);
  const isProgram = (name: string) => (statSync(join(folder, 'nvidia', 'bin', name)).mode & 0o100) !== 0;
  expect([isProgram('program'), isProgram('text')]).toEqual([true, false]);
});

test('a damaged archive is an error with the reason', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'the.whl');
  writeFileSync(file, 'no archive');
  const failure = unpackWheel(file, folder, pattern, 'TensorFlow', options);
  await expect(failure).rejects.toThrow(FailedError);
  await expect(failure).rejects.toThrow(
    /^Unpacking TensorFlow failed: zipfile\.BadZipFile: File is not a zip file/,
  );
});
