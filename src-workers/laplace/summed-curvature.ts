import type { Exchange } from '../parallel/exchange';
import type { Curvature, LayerFactors } from './curvature';

/**
 * The curvature over the items of all workers that hold the same network. The exchange is in single precision: each number goes
 * as two, of which the second holds what the first leaves.
 */
export async function sumOverWorkers(own: Curvature, others: Exchange | undefined): Promise<Curvature> {
  if (!others) return own;
  const slope = await sumOf(own.slope, others);
  const [loss, known, logStds] = await sumOf(Float64Array.of(own.loss, own.known, own.logStds), others);
  const totals = { slope, loss, known, logStds };
  if (own.structure === 'full') return { ...own, ...totals, matrix: await sumOf(own.matrix, others) };
  if (own.structure === 'diagonal') return { ...own, ...totals, diagonal: await sumOf(own.diagonal, others) };
  const [items] = await sumOf(Float64Array.of(own.items), others);
  const layers: LayerFactors[] = [];
  for (const { given, slopes, places } of own.layers)
    layers.push({ given: await sumOf(given, others), slopes: await sumOf(slopes, others), places });
  return { ...own, ...totals, layers, items };
}

async function sumOf(values: Float64Array, others: Exchange): Promise<Float64Array> {
  const halves = new Float32Array(2 * values.length);
  halves.set(values);
  for (let index = 0; index < values.length; index += 1)
    halves[values.length + index] = values[index] - halves[index];
  await others.allReduceSum(halves);
  return Float64Array.from(values, (_, index) => halves[index] + halves[values.length + index]);
}
