import { expect, test } from 'vitest';
import { openTrainedWeights } from '../../../src-files/trained/open-weights';
import { readPosteriorMetadata } from '../../../src-shared/posterior/posterior-metadata';
import { noiseItems } from '../../../src-workers/assess/noise-items';
import { temporaryFolder } from '../../temporary-folder';
import { type SmallPosterior, tableMlp, textsOfTable, writePosterior } from '../posterior/small-posteriors';

const items = 4000;

/** Input by input, [inputs][items]. */
async function noiseOf(small: SmallPosterior): Promise<{ title: string; columns: readonly Float32Array[] }> {
  const file = writePosterior(temporaryFolder(), small);
  const noise = noiseItems(readPosteriorMetadata(openTrainedWeights(file, 'file').metadata, file), items);
  const read = await noise.read(0, items);
  const width = small.task.inputShape[0];
  const columns = Array.from({ length: width }, (_, input) =>
    Float32Array.from({ length: items }, (_one, item) => read[item * width + input]),
  );
  return { title: noise.title, columns };
}

const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('noise of a table is standard normal', async () => {
  const { title, columns } = await noiseOf(tableMlp);
  expect(title).toBe('standard normal inputs');
  for (const column of columns) {
    // Four standard errors of the mean of 4000.
    expect(Math.abs(mean(column))).toBeLessThan(4 / Math.sqrt(items));
    expect(mean(column.map((value) => value ** 2))).toBeCloseTo(1, 0);
  }
});

test('where texts have embeddings it is any of them, each as often, and never a place between two', async () => {
  const { title, columns } = await noiseOf(textsOfTable);
  expect(title).toBe('standard normal inputs, any texts');
  [3, 2].forEach((texts, column) => {
    const places = [...columns[2 + column]];
    const counts = Array.from(
      { length: texts },
      (_, at) => places.filter((place) => place === at + 1).length,
    );
    expect(counts.reduce((sum, count) => sum + count)).toBe(items);
    // Five standard errors of a share of 4000.
    for (const count of counts)
      expect(Math.abs(count - items / texts)).toBeLessThan(5 * Math.sqrt(items / 4));
  });
});
