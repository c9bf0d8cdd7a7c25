import { isTable, knownFile } from '../../src-files/known-file';
import { namedInCsv } from '../../src-files/pictures/list-csv';
import { namedInFolder } from '../../src-files/pictures/list-folder';
import type { NamedPictures } from '../../src-files/pictures/listed-pictures';
import { BadInputError } from '../../src-shared/errors';
import type { PosteriorMetadata } from '../../src-shared/posterior-metadata';
import { type PixelsOf, pictureItems } from '../predict/picture-folder';
import type { InputPlace } from '../predict/prediction-inputs';
import { classLabels } from './class-labels';
import type { LabelledItems } from './labelled-items';

/**
 * The pictures of a folder with one folder for each class, or of a CSV file of paths and labels. Where it tells pictures to train on
 * from others, those of its test are taken.
 */
export async function openLabelledPictures(
  { path, isFolder }: InputPlace,
  metadata: PosteriorMetadata,
  pixelsOf: PixelsOf,
): Promise<LabelledItems> {
  const { task } = metadata;
  if (task.kind !== 'classification')
    throw new BadInputError(
      task.kind === 'segmentation'
        ? 'Pictures of one’s own have a class each here, and this network predicts one for each pixel; it is scored on its test pictures, whose masks are known.'
        : 'Pictures have classes; this network predicts values.',
    );
  if (!isFolder) refuseOthers(path);
  const { pictures, notes } = testOf(isFolder ? await namedInFolder(path) : await namedInCsv(path));
  const names = pictures.map(({ className }) => className);
  const labels = classLabels(names, task.classNames, (item) => `${path}: ${pictures[item].name}`);
  return {
    ...pictureItems(pictures, metadata, pixelsOf),
    targets: (first, count) => labels.subarray(first, first + count),
    notes,
  };
}

/** What lists pictures is a table. */
function refuseOthers(path: string): void {
  const kind = knownFile(path);
  if (kind === undefined || isTable(kind)) return;
  throw new BadInputError(
    `${path} is ${kind}; this network is scored on a folder with one of pictures for each class, a CSV file of their paths and labels, or arrays x and y (NPZ, safetensors, HDF5).`,
  );
}

function testOf({ pictures, notes }: NamedPictures): NamedPictures {
  const test = pictures.filter(({ split }) => split === 'test');
  if (test.length === 0) return { pictures, notes };
  const others = pictures.length - test.length;
  return {
    pictures: test,
    notes: [
      ...notes,
      ...(others > 0 ? [`Its ${others} pictures that are not of the test are left out.`] : []),
    ],
  };
}
