import type { Experiment } from '../../src-shared/experiment/experiment';
import type { Tensor, TensorFile } from '../../src-shared/formats/safetensors';
import { encodeFloats, encodeTexts } from './npy';
import { encodeZip } from './zip';

/**
 * A posterior as NumPy's archive: for each weight tensor `NAME.mean` and `NAME.std` (standard deviations, not their
 * logarithms) and `NAME.low_rank` of directions along which weights vary together, or `NAME` alone where it is a point estimate or holds members; `names` lists the NAMEs, `config` is the
 * experiment and `task` what is predicted from what, as JSON.
 */
export function npzBytes({ tensors, metadata }: TensorFile, experiment: Experiment): Uint8Array {
  const arrays = tensors.map(({ name, shape, data }) => {
    const std = name.replace(/\.log_std$/, '.std');
    return isSpread(name, tensors)
      ? { name: `${std}.npy`, bytes: encodeFloats(shape, data.map(Math.exp)) }
      : { name: `${name}.npy`, bytes: encodeFloats(shape, data) };
  });
  const names = [...new Set(tensors.map(({ name }) => weightName(name, tensors)))];
  const texts = {
    config: JSON.stringify(experiment),
    task: metadata.task ?? '',
    normalisation: metadata.normalisation ?? '',
  };
  return encodeZip([
    ...arrays,
    { name: 'names.npy', bytes: encodeTexts([names.length], names) },
    ...Object.entries(texts).map(([name, text]) => ({ name: `${name}.npy`, bytes: encodeTexts([], [text]) })),
  ]);
}

/** Whether a tensor is the log_std that belongs to a mean. */
function isSpread(name: string, tensors: readonly Tensor[]): boolean {
  if (!name.endsWith('.log_std')) return false;
  const mean = name.replace(/\.log_std$/, '.mean');
  return tensors.some((tensor) => tensor.name === mean);
}

function weightName(name: string, tensors: readonly Tensor[]): string {
  const base = name.replace(/\.(mean|log_std|low_rank)$/, '');
  return tensors.some((tensor) => tensor.name === `${base}.mean`) ? base : name;
}
