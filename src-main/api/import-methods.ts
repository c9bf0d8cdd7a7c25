import { join, resolve } from 'node:path';
import type { Api } from '../../src-shared/api';
import { BadInputError } from '../../src-shared/errors';
import { listDatasets } from '../datasets/datasets';
import { importPosterior } from '../import/imported-posterior';
import { recogniseImport } from '../import/recognise';
import { checkedExperiment } from './checked-experiment';

export interface ImportContext {
  readonly home: string;
  readonly cacheFolder: string;
}

/** What comes from other programs, beside runs. */
export function importMethods({
  home,
  cacheFolder,
}: ImportContext): Pick<Api, 'inspectImport' | 'importPosterior'> {
  return {
    inspectImport: (file) => recogniseImport(resolve(file)),
    importPosterior: async (file, value, folder) => {
      const experiment = checkedExperiment(value);
      const images = (await listDatasets(cacheFolder)).find(({ id }) => id === experiment.data.dataset);
      const [height, width, channels] = images?.shape ?? [];
      if (images?.kind !== 'images')
        throw new BadInputError('Only models of pictures can be imported from torch_blue.');
      const written = await importPosterior({
        file,
        experiment,
        imageShape: [height, width, channels],
        classNames: images.classes,
        outFolder: folder ?? join(home, 'exports', 'imported'),
      });
      return { files: [written] };
    },
  };
}
