import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import {
  keepEnvironment,
  keptEnvironment,
  presentEnvironment,
  readCheckout,
} from '../../src-main/runs/run-environment';
import { temporaryFolder } from '../temporary-folder';

test('what a run is made with is kept with it, TensorFlow’s variables and no others', () => {
  vi.stubEnv('TF_DETERMINISTIC_OPS', '1');
  // Terraform's variables begin like TensorFlow's, and hold passwords.
  vi.stubEnv('TF_VAR_password', 'hidden');
  const folder = temporaryFolder();
  keepEnvironment(folder, presentEnvironment('TensorFlow'));
  const kept = keptEnvironment(folder);
  expect(kept).toMatchObject({
    engine: 'TensorFlow',
    cores: expect.any(Number),
    node: process.versions.node,
  });
  expect(kept?.variables).toMatchObject({ TF_DETERMINISTIC_OPS: '1' });
  expect(JSON.stringify(kept)).not.toContain('hidden');
});

test('a damaged record, or none, is no record', () => {
  const folder = temporaryFolder();
  expect(keptEnvironment(folder)).toBeUndefined();
  writeFileSync(join(folder, 'environment.json'), '{"version": 3');
  expect(keptEnvironment(folder)).toBeUndefined();
});

test('a folder that cannot be written costs the record alone', () => {
  expect(() => keepEnvironment('/none/such', presentEnvironment('TensorFlow'))).not.toThrow();
});

test('a checkout of ours tells its commit and whether it was changed', () => {
  const root = temporaryFolder();
  const git = (...args: string[]) => execFileSync('git', ['-C', root, ...args], { encoding: 'utf8' }).trim();
  git('init', '--quiet');
  const inner = join(root, 'out', 'main');
  mkdirSync(inner, { recursive: true });
  expect(readCheckout(inner)).toBeUndefined();
  mkdirSync(join(root, 'src-workers'));
  writeFileSync(join(root, 'src-workers', 'worker.ts'), '');
  git('add', '.');
  git('-c', 'user.name=a', '-c', 'user.email=a@b.c', 'commit', '--quiet', '-m', 'all');
  expect(readCheckout(inner)).toEqual({ commit: git('rev-parse', 'HEAD'), changed: false });
  writeFileSync(join(root, 'new.txt'), '');
  expect(readCheckout(inner)?.changed).toBe(true);
});
