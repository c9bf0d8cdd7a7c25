import { readRows } from '../../src-files/csv/read-rows';
import { isTable, knownFile } from '../../src-files/known-file';
import { namedInCsv } from '../../src-files/pictures/list-csv';
import { namedInFolder } from '../../src-files/pictures/list-folder';
import type { ListedPicture } from '../../src-files/pictures/listed-pictures';
import { pictureColumns, picturesOfRows } from '../../src-files/pictures/pictures-of-rows';
import { BadInputError } from '../../src-shared/errors';
import { namedTargets } from '../../src-shared/experiment/data/named-targets';
import type { PosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import { type PictureReader, pictureItems, readablePictures } from '../predict/pictures/picture-folder';
import type { InputPlace } from '../predict/prediction-inputs';
import { classLabels } from './class-labels';
import type { LabelledItems } from './labelled-items';
import { targetsOfRows } from './targets-of-rows';

interface Found<Picture> {
  readonly pictures: readonly Picture[];
  readonly notes: readonly string[];
}

/**
 * The pictures of a folder with one folder for each class, or of a CSV file of paths and labels. Where it tells pictures to train on
 * from others, those of its test are taken.
 */
export async function openLabelledPictures(
  place: InputPlace,
  metadata: PosteriorMetadata,
  reader: PictureReader,
): Promise<LabelledItems> {
  const { task } = metadata;
  if (task.kind === 'segmentation')
    throw new BadInputError(
      'Pictures of one’s own have a class each here, and this network predicts one for each pixel; it is scored on its test pictures, whose masks are known.',
    );
  const { path, isFolder } = place;
  if (!isFolder) refuseOthers(path);
  if (task.kind !== 'classification') return openTargetedRows(place, metadata, reader);
  const [column] = columnsOf(metadata);
  const found = isFolder ? await namedInFolder(path) : await namedInCsv(path, column);
  const { pictures, notes } = await readableOf(testOf(found), reader, path);
  const names = pictures.map(({ className }) => className);
  const labels = classLabels(names, task.classNames, (item) => `${path}: ${pictures[item].name}`);
  return {
    ...pictureItems(pictures, metadata, reader),
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

/** The pictures of a table with the columns that the network predicts. */
async function openTargetedRows(
  { path, isFolder }: InputPlace,
  metadata: PosteriorMetadata,
  reader: PictureReader,
): Promise<LabelledItems> {
  if (isFolder)
    throw new BadInputError(
      `${path} is a folder, which tells the classes of pictures; this network is scored on a CSV file of paths with the columns that it predicts.`,
    );
  const csv = await readRows(path);
  const columns = pictureColumns(csv, columnsOf(metadata));
  const names = columns.targets.map((column) => csv.header[column]);
  const targets = targetsOfRows(csv, names, metadata);
  const all = (await picturesOfRows(csv, columns, path)).map((picture, row) => ({ ...picture, row }));
  const { pictures, notes } = await readableOf(testOf({ pictures: all, notes: csv.notes }), reader, path);
  const each = names.length;
  return {
    ...pictureItems(pictures, metadata, reader),
    targets: (first, count) => {
      const rows = pictures.slice(first, first + count);
      return Float32Array.from(
        { length: count * each },
        (_, at) => targets[rows[Math.floor(at / each)].row * each + (at % each)],
      );
    },
    notes,
  };
}

/** The columns that were named to be predicted; none where one was found by its name. */
function columnsOf({ experiment: { data } }: PosteriorMetadata): readonly string[] {
  return namedTargets(data).names;
}

function testOf<Picture extends Pick<ListedPicture, 'split'>>({
  pictures,
  notes,
}: Found<Picture>): Found<Picture> {
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

async function readableOf<Picture extends { readonly file: string; readonly name: string }>(
  { pictures, notes }: Found<Picture>,
  reader: PictureReader,
  path: string,
): Promise<Found<Picture>> {
  const { kept, notes: unread } = await readablePictures(pictures, reader, path);
  return { pictures: kept, notes: [...notes, ...unread] };
}
