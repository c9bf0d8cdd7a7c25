import { basename } from 'node:path';
import { itemKindOf } from '../../src-shared/experiment/data';
import type { ImageSetSettings } from '../../src-shared/experiment/data/image-sets';
import type { PosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import type { PosteriorWork } from '../../src-shared/posterior/posterior-work';
import type { EngineChoice } from '../../src-shared/protocol/worker-protocol';
import type { RunData } from '../data/run-data';
import { openInputs, openLabelled } from '../kinds-of-data';
import { inputPlace } from '../predict/input-place';
import { leftOutItems } from './left-out-items';
import { metricName } from './metric-name';
import { noiseItems } from './noise-items';
import type { OtherItems } from './other-items';
import { otherPictures } from './other-pictures';

type OtherSource = Extract<PosteriorWork, { kind: 'assess' }>['ood'][number];

/**
 * Opens data that a network was not trained on.
 * @param data of the run: there is as much noise as there are test items
 * @throws BadInputError where they do not fit the network
 */
export async function openOther(
  source: OtherSource,
  metadata: PosteriorMetadata,
  data: RunData,
  engine: EngineChoice,
): Promise<OtherItems> {
  switch (source.kind) {
    case 'noise':
      return noiseItems(metadata, data.test.length);
    case 'left-out':
      return leftOutItems(metadata, data);
    case 'dataset':
      return otherPictures(source.dataset as ImageSetSettings['dataset'], source.location, metadata);
    case 'file': {
      const { predictsFor, name } = itemKindOf(metadata.experiment.data);
      const place = await inputPlace(source.path, predictsFor);
      // Of a series all windows: its end alone is one item.
      const open = name === 'time-series' ? openLabelled : openInputs;
      const inputs = await open(place, metadata, engine);
      const title = basename(source.path);
      return { name: metricName(title), title, path: source.path, items: inputs.items, read: inputs.read };
    }
  }
}
