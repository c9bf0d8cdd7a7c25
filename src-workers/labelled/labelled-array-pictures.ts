import type { ImageSettings } from '../../src-shared/experiment/data';
import { namesPixels } from '../../src-shared/experiment/data';
import type { PosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import { arrayPictures, pictureArray } from '../predict/pictures/array-pictures';
import { openLabelledArrays } from './labelled-arrays';
import type { LabelledItems } from './labelled-items';

/** Where the labels of an array of pictures are. */
const labelArray = 'y';

/** Arrays of pictures, x, and of their classes, y; or x_test and y_test. */
export function openLabelledArrayPictures(
  location: string,
  data: ImageSettings,
  metadata: PosteriorMetadata,
): Promise<LabelledItems> {
  const settings = {
    inputs: pictureArray,
    targets: labelArray,
    task: namesPixels(data) ? 'segmentation' : 'classification',
    ignoredLabel: 'ignoredLabel' in data ? data.ignoredLabel : 255,
  } as const;
  return openLabelledArrays(location, settings, metadata, (array) => arrayPictures(array, data, metadata));
}
