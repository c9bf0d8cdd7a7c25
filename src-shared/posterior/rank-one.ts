import { sizeOf } from '../experiment/networks/tensors/weight-tensor';

/** The random vectors that a kernel is multiplied with, by the end of their names: `layers.0.weight.input_factor.mean`. */
export const factors = ['input_factor', 'output_factor'] as const;

/** The kernel whose factor a tensor is of; undefined of all other tensors. */
export function factoredKernel(name: string): string | undefined {
  return /^(.*)\.(?:input|output)_factor(?:\.(?:mean|log_std))?$/.exec(name)?.[1];
}

/** Mean and logarithm of the standard deviation of each weight of a kernel. */
export interface FactoredWeights {
  readonly mean: Float32Array;
  readonly logStd: Float32Array;
}

/**
 * Each weight W r s with independent Gaussian factors r of its input and s of its output: its mean is W E[r] E[s], its variance
 * W² (E[r²] E[s²] − E[r]² E[s]²).
 * @param kernel W, its inputs and outputs last
 * @param numbersOf means and log standard deviations of the kernel's factors, by name
 * @returns undefined where the kernel has no factors
 */
export function factoredWeights(
  {
    name,
    shape,
    data,
  }: { readonly name: string; readonly shape: readonly number[]; readonly data: Float32Array },
  numbersOf: (name: string) => Float32Array | undefined,
): FactoredWeights | undefined {
  const [input, output] = factors.map((factor) => {
    const means = numbersOf(`${name}.${factor}.mean`);
    const logStds = numbersOf(`${name}.${factor}.log_std`);
    return (
      means && logStds && { means, squares: means.map((mean, at) => mean ** 2 + Math.exp(2 * logStds[at])) }
    );
  });
  if (!input || !output) return undefined;
  const [inputs, outputs] = shape.slice(-2);
  const placesOf = (weight: number) => [Math.floor(weight / outputs) % inputs, weight % outputs] as const;
  const mean = new Float32Array(sizeOf(shape));
  const logStd = new Float32Array(mean.length);
  for (const weight of mean.keys()) {
    const [from, to] = placesOf(weight);
    const both = input.means[from] * output.means[to];
    mean[weight] = data[weight] * both;
    const variance = input.squares[from] * output.squares[to] - both ** 2;
    logStd[weight] = Math.log(Math.abs(data[weight])) + Math.log(variance) / 2;
  }
  return { mean, logStd };
}
