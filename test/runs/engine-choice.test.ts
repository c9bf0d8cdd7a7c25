import { expect, test } from 'vitest';
import { refuseUnusedGpus } from '../../src-main/runs/engine-choice';

test('devices may be GPUs only where the engine uses them, never silently the CPU instead', () => {
  const engine = { choice: { kind: 'tensorflow', binding: 'x' }, text: 'TensorFlow 2.21.0 (CPU)' } as const;
  expect(() => refuseUnusedGpus(['gpu:0'], { ...engine, usesGpus: false })).toThrow(
    /^gpu:0 needs TensorFlow for CUDA, but the engine here is TensorFlow 2\.21\.0 \(CPU\)\./,
  );
  expect(() => refuseUnusedGpus(['gpu:0'], { ...engine, usesGpus: true })).not.toThrow();
});
