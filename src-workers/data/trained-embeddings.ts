import { openTrainedWeights } from '../../src-files/trained/open-weights';
import { BadInputError } from '../../src-shared/errors';
import { selectedBy } from '../../src-shared/experiment/bayesian-layers';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { startOf, startPath } from '../../src-shared/experiment/start';
import { type EmbeddedColumn, embeddingLayer, embeddingsOf } from '../../src-shared/network/embedded-columns';
import { readPosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import type { Task } from './run-data';

/**
 * Rows of embeddings are of texts by their place: trained ones are taken for the same texts of the same column alone.
 * @returns what a person should know where a column is called otherwise than the one that was trained on: whole sentences
 * @throws BadInputError where those that a run's weights were trained on are others, or columns have changed places
 */
export function trainedEmbeddingNotes(task: Task, experiment: Experiment): readonly string[] {
  const start = startOf(experiment);
  const columns = embeddingsOf(task);
  if (start?.file === undefined || columns.length === 0) return [];
  const setting = `${startPath(experiment)}.file`;
  const { runId, metadata, path } = openTrainedWeights(start.file, setting);
  // Which texts the rows of others' files are of, nothing says.
  if (runId === undefined) return [];
  const trained = embeddingsOf(readPosteriorMetadata(metadata, `${setting}: ${path}`).task);
  const isFresh = selectedBy(
    (start.fresh ?? []).filter((pattern) => pattern !== 'last'),
    [],
  );
  return columns.flatMap((column, place) => {
    const layer = embeddingLayer(place);
    const theirs = trained[place];
    if (isFresh(layer) || !theirs) return [];
    const what = `${setting}: ${layer} of ${path} was trained on`;
    if (!isSame(theirs, column))
      throw new BadInputError(
        `${what} other texts (${told(theirs)}) than these data have (${told(column)}), so that its rows would be taken for the wrong ones; let it begin afresh (start.fresh: ["${layer}"]).`,
      );
    if (theirs.column === column.column) return [];
    const own = trained.findIndex((one) => one.column === column.column);
    if (own >= 0)
      throw new BadInputError(
        `${what} column ${theirs.column}, and would be taken for ${column.column}, which is ${embeddingLayer(own)} there; put the columns in that order, or let it begin afresh (start.fresh: ["${layer}"]).`,
      );
    return [
      `${what} column ${theirs.column} and is taken for ${column.column}, which has the same texts; let it begin afresh (start.fresh: ["${layer}"]) where they are not the same thing.`,
    ];
  });
}

function isSame(a: EmbeddedColumn, b: EmbeddedColumn): boolean {
  return (
    a.categories.length === b.categories.length && a.categories.every((text, at) => text === b.categories[at])
  );
}

function told({ column, categories }: EmbeddedColumn): string {
  return `${categories.length} of column ${column}: ${categories.slice(0, 4).join(', ')}${categories.length > 4 ? ', …' : ''}`;
}
