import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import {
  keepEnvironment,
  keptEnvironment,
  noteGpus,
  presentEnvironment,
  readCheckout,
} from '../../src-main/runs/run-environment';
import { experimentSchema } from '../../src-shared/experiment/experiment';
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

test('GPUs are kept with what computes on them, the variables that the run itself asks for, and a person’s', () => {
  vi.stubEnv('NCCL_P2P_DISABLE', '1');
  const experiment = experimentSchema.parse({
    data: { dataset: 'digits' },
    model: { kind: 'mlp' },
    training: { deterministic: true },
    parallel: { mode: 'local', devices: ['gpu:0'] },
  });
  const memory = { totalMemoryMB: 80_000, usedMemoryMB: 0 };
  const facts = { id: 'gpu:0', name: 'A GPU', driver: '580.95.05', computeCapability: '9.0' };
  const gpu = { kind: 'gpu', index: 0, uuid: 'GPU-0', ...memory, ...facts } as const;
  expect(presentEnvironment('TensorFlow', { experiment, devices: [gpu] })).toMatchObject({
    gpus: [facts],
    cuda: '12.9.79',
    cudnn: '9.28.0.42',
    tf32: false,
    variables: {
      NCCL_ALGO: 'Ring',
      NCCL_COMM_BLOCKING: '0',
      NCCL_P2P_DISABLE: '1',
      NCCL_PROTO: 'Simple',
      NVIDIA_TF32_OVERRIDE: '0',
      TF_DETERMINISTIC_OPS: '1',
    },
  });
});

test('a run that goes on computed on the GPUs before and on those of now; one that begins, on its own alone', () => {
  const folder = temporaryFolder();
  const memory = { totalMemoryMB: 80_000, usedMemoryMB: 0 };
  const gpu = (index: number, driver: string) =>
    ({
      kind: 'gpu',
      id: `gpu:${index}`,
      index,
      uuid: `GPU-${index}`,
      name: 'A GPU',
      driver,
      ...memory,
    }) as const;
  const slot = { kind: 'cpu', id: 'cpu:0', name: 'A slot', cores: 2, ...memory } as const;
  const experiment = experimentSchema.parse({
    data: { dataset: 'digits' },
    model: { kind: 'mlp' },
    parallel: { mode: 'local', devices: ['gpu:0'] },
  });
  const computedOn = () => keptEnvironment(folder)?.gpus?.map(({ id, driver }) => `${id} ${driver}`);
  noteGpus(folder, { experiment, devices: [gpu(0, '580.1')] }, true);
  expect(keptEnvironment(folder)).toBeUndefined();
  keepEnvironment(folder, presentEnvironment('TensorFlow', { experiment, devices: [gpu(0, '580.1')] }));
  noteGpus(folder, { experiment, devices: [gpu(1, '580.1')] }, true);
  expect(computedOn()).toEqual(['gpu:1 580.1']);
  noteGpus(folder, { experiment, devices: [gpu(1, '580.1')] }, false);
  noteGpus(folder, { experiment, devices: [gpu(1, '590.2'), slot] }, false);
  noteGpus(folder, { experiment, devices: [slot] }, false);
  expect(computedOn()).toEqual(['gpu:1 580.1', 'gpu:1 590.2']);
  expect(keptEnvironment(folder)).toMatchObject({ cuda: '12.9.79', tf32: false });
  noteGpus(folder, { experiment, devices: [slot] }, true);
  expect(keptEnvironment(folder)).toMatchObject({ engine: 'TensorFlow' });
  expect(keptEnvironment(folder)).not.toHaveProperty('gpus');
  expect(keptEnvironment(folder)).not.toHaveProperty('cuda');
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
