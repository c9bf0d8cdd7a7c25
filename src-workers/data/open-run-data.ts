import { kindOfData } from '../../src-shared/datasets/data-settings';
import type { Experiment } from '../../src-shared/experiment/experiment';
import { openFieldData } from './field-data';
import { openImageData } from './image-data';
import type { RunData } from './run-data';
import { openTableData } from './table-data';
import { openTimeSeriesData } from './time-series-data';

/**
 * Reads, checks, splits and standardises the data of an experiment.
 * @param location the folder of the data set's files, or the person's own file
 * @throws BadInputError naming the file (row and column) and what would be right
 */
export async function openRunData(experiment: Experiment, location: string): Promise<RunData> {
  const { kind, data } = kindOfData(experiment.data);
  switch (kind) {
    case 'images':
      return openImageData(data, experiment, location);
    case 'table':
      return openTableData(data, experiment.seed, location);
    case 'time-series':
      return openTimeSeriesData(data, location);
    case 'field':
      return openFieldData(data, location);
  }
}
