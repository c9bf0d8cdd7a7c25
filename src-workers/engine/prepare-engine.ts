import type { EngineChoice } from '../../src-shared/protocol/worker-protocol';
import { loadBinding } from './tensorflow/binding';

/** Loads TensorFlow before anybody computes with it, while the process has nothing else to do: its library takes a while. */
export function prepareEngine(engine: EngineChoice): void {
  if (engine.kind !== 'tensorflow') return;
  try {
    loadBinding(engine.binding, engine.ownOperations);
  } catch {
    // Who computes with it meets the same failure, and is listened to.
  }
}
