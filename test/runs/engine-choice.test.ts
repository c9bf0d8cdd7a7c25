import { expect, test } from 'vitest';
import { refuseUnknownPrecision, refuseUnusedGpus } from '../../src-main/runs/engine-choice';

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
