import type { RunEnvironment } from './run-environment';

/** On what a run's GPUs computed, one line a fact; none for a run of CPU slots, or one of which it was not kept. */
export function ranOn(environment: RunEnvironment | undefined): readonly string[] {
  const { gpus = [], cuda, cudnn, tf32 } = environment ?? {};
  if (gpus.length === 0) return [];
  const devices = gpus.map(({ id, name, computeCapability, driver }) => {
    const capability = computeCapability === undefined ? '' : `, compute capability ${computeCapability}`;
    return `${id}: ${name}${capability}, driver ${driver}`;
  });
  const products = tf32 ? 'products rounded to tf32' : 'no tf32';
  return [...devices, `CUDA ${cuda}, cuDNN ${cudnn}, ${products}`];
}
