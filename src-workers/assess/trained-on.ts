import { plainItems, type RunData } from '../data/run-data';
import type { LabelledSource } from './labelled-source';

/** Numbers that training items may have together to be read for this: of more nothing is said. */
const mostNumbers = 400_000_000;

/**
 * A sentence where some of the items were trained on: such scores flatter, whatever file the items come in. An item counts by its standardised
 * inputs and what came of it, bit by bit.
 * @param chunk items that are read at once
 */
export async function notedTraining(
  { items, title }: Pick<LabelledSource, 'items' | 'title'>,
  data: RunData,
  chunk: number,
): Promise<readonly string[]> {
  const { train, task } = data;
  const width = task.inputShape.reduce((product, side) => product * side, 1);
  if (items.items === 0 || train.length * width > mostNumbers) return [];
  const known = await trainingPrints(data, chunk);
  let again = 0;
  for (let first = 0; first < items.items; first += chunk) {
    const count = Math.min(chunk, items.items - first);
    const prints = printsOf(await items.read(first, count), items.targets(first, count), count);
    again += prints.filter((print) => known.has(print)).length;
  }
  if (again === 0) return [];
  const share = again === items.items ? `all ${items.items} items` : `${again} of its ${items.items} items`;
  return [
    `${title}: ${share} are ones that the run was trained on, by their inputs and what came of them: these scores do not tell how it does on new ones.`,
  ];
}

async function trainingPrints(data: RunData, chunk: number): Promise<ReadonlySet<number>> {
  const reader = data.evaluationReader(chunk);
  const prints = new Set<number>();
  for (let first = 0; first < data.train.length; first += chunk) {
    const own = data.train.subarray(first, first + chunk);
    const { inputs } = reader.read(plainItems(own));
    for (const print of printsOf(inputs, data.targetsOf(own), own.length, chunk)) prints.add(print);
    // Lets messages in between chunks.
    await new Promise(setImmediate);
  }
  return prints;
}

/** @param held items that the inputs have room for */
function printsOf(
  inputs: Float32Array,
  targets: Int32Array | Float32Array,
  count: number,
  held = count,
): number[] {
  const [width, each] = [inputs.length / held, targets.length / count];
  const words = new Uint32Array(inputs.buffer, inputs.byteOffset, inputs.length);
  const came = new Uint32Array(targets.buffer, targets.byteOffset, targets.length);
  return Array.from({ length: count }, (_, item) =>
    printOf(words.subarray(item * width, (item + 1) * width), came.subarray(item * each, (item + 1) * each)),
  );
}

/** 53 bits of two multiplicative hashes, of which a million items share one by chance once in ten thousand times. */
function printOf(inputs: Uint32Array, targets: Uint32Array): number {
  let [low, high] = [0x811c9dc5, 0x9e3779b9];
  const take = (word: number) => {
    low = Math.imul(low ^ word, 0x01000193);
    low ^= low >>> 15;
    high = Math.imul(high ^ word, 0x85ebca6b);
    high ^= high >>> 13;
  };
  inputs.forEach(take);
  targets.forEach(take);
  return (high >>> 11) * 2 ** 32 + (low >>> 0);
}
