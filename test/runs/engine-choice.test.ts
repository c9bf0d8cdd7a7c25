import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseEngine, refuseUnknownPrecision, refuseUnusedGpus } from '../../src-main/runs/engine-choice';
import { temporaryFolder } from '../temporary-folder';

test('devices may be GPUs only where the engine uses them, never silently the CPU instead', () => {
  const engine = { choice: { kind: 'tensorflow', binding: 'x' }, text: 'TensorFlow 2.21.0 (CPU)' } as const;
  expect(() => refuseUnusedGpus(['gpu:0'], { ...engine, usesGpus: false })).toThrow(
    /^gpu:0 needs TensorFlow for CUDA, but the engine here is TensorFlow 2\.21\.0 \(CPU\)\./,
  );
  expect(() => refuseUnusedGpus(['gpu:0'], { ...engine, usesGpus: true })).not.toThrow();
});

test('the plain JavaScript engine takes no precision but float32', () => {
  const engine = { choice: { kind: 'javascript' }, text: 'plain JavaScript', usesGpus: false } as const;
  expect(() => refuseUnknownPrecision('bf16', engine)).toThrow(
    'bf16 needs TensorFlow, but the engine here is plain JavaScript; use float32.',
  );
  expect(() => refuseUnknownPrecision('float32', engine)).not.toThrow();
});

test('operations that another version compiled are not used: its graphs may name others', () => {
  const cache = temporaryFolder();
  const folder = join(cache, 'tensorflow', 'cpu');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(cache, 'tensorflow', 'chosen'), 'cpu');
  writeFileSync(join(folder, 'ready'), 'tensorflow 2.21.0, tfjs-node-gpu 4.22.0');
  writeFileSync(join(folder, 'tfjs_binding.node'), '');
  writeFileSync(join(folder, 'parasample_operations.sources'), 'of older sources');
  expect(chooseEngine(cache).choice).toMatchObject({ kind: 'tensorflow', ownOperations: false });
});
