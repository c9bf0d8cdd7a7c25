import { expect, test } from 'vitest';
import { downloadMB, wheelSetFor } from '../../src-main/runtime/wheels';
import { FailedError } from '../../src-shared/errors';

test.each([
  ['cpu', 'linux', 'x64'],
  ['cuda', 'linux', 'x64'],
  ['cpu', 'linux', 'arm64'],
] as const)('%s on %s %s: every file is pinned by a SHA-256', (variant, platform, architecture) => {
  const set = wheelSetFor(variant, platform, architecture);
  const hashes = [set.tensorflow, set.zig, ...set.nvidia].map((wheel) => wheel.sha256);
  expect(hashes.filter((hash) => !/^[0-9a-f]{64}$/.test(hash))).toEqual([]);
  expect(new Set(hashes).size).toBe(hashes.length);
});

test('CUDA brings TensorFlow and NVIDIA’s libraries, some 3.4 GB', () => {
  expect(downloadMB(wheelSetFor('cuda', 'linux', 'x64'))).toBe(3381);
});

test.each([
  ['cpu', 'win32', 'x64', /^TensorFlow is not available for win32 on x64: .*slow JavaScript engine/],
  ['cuda', 'linux', 'arm64', /^TensorFlow with CUDA is not available for linux on arm64/],
] as const)('%s on %s %s is refused with what is supported', (variant, platform, architecture, sentence) => {
  expect(() => wheelSetFor(variant, platform, architecture)).toThrow(FailedError);
  expect(() => wheelSetFor(variant, platform, architecture)).toThrow(sentence);
});
