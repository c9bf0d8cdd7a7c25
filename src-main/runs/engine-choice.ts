import { dirname } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import type { Experiment } from '../../src-shared/experiment/experiment';
import type { EngineChoice } from '../../src-shared/protocol/worker-protocol';
import { areOperationsCurrent } from '../runtime/compile-operations';
import { installedRuntime } from '../runtime/runtime';

/** What the workers train with, for them and for a person. */
export interface EngineInUse {
  readonly choice: EngineChoice;
  readonly text: string;
  /** Set where the engine is the slow one: why, and the remedy. */
  readonly warning?: string;
  readonly usesGpus: boolean;
}

/** TensorFlow where its runtime is installed in `cacheFolder`, else plain JavaScript. */
export function chooseEngine(cacheFolder: string): EngineInUse {
  const runtime = installedRuntime(cacheFolder);
  if (!runtime)
    return {
      choice: { kind: 'javascript' },
      text: 'TensorFlow.js in plain JavaScript',
      warning:
        'No TensorFlow runtime is installed, so training runs in plain JavaScript, many times slower. `parasample runtime` installs it.',
      usesGpus: false,
    };
  return {
    choice: {
      kind: 'tensorflow',
      binding: runtime.binding,
      // Older ones would lack what today's graphs name; TensorFlow's own compute the same.
      ...(areOperationsCurrent(dirname(runtime.binding)) ? {} : { ownOperations: false }),
    },
    text: `TensorFlow ${runtime.version} (${runtime.variant === 'cuda' ? 'CUDA' : 'CPU'})`,
    usesGpus: runtime.variant === 'cuda',
  };
}

/** Throws BadInputError where a GPU is asked of an engine that would silently train on the CPU instead. */
export function refuseUnusedGpus(devices: readonly string[], engine: EngineInUse): void {
  const gpu = devices.find((device) => device.startsWith('gpu:'));
  if (gpu === undefined || engine.usesGpus) return;
  throw new BadInputError(
    `${gpu} needs TensorFlow for CUDA, but the engine here is ${engine.text}. ` +
      '`parasample runtime --cuda` installs it; or choose CPU slots.',
  );
}

/** Throws BadInputError where products are to be rounded by an engine that cannot. */
export function refuseUnknownPrecision(
  precision: Experiment['training']['precision'],
  engine: EngineInUse,
): void {
  if (precision === 'float32' || engine.choice.kind !== 'javascript') return;
  throw new BadInputError(
    `${precision} needs TensorFlow, but the engine here is ${engine.text}; use float32.`,
  );
}
