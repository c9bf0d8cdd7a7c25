import { BadInputError } from '../../src-shared/errors';
import { taskOfTarget } from '../../src-shared/experiment/data/heads';
import type { OwnPictureSettings } from '../../src-shared/experiment/data/picture-folder';
import { namesOfTargets } from '../../src-shared/experiment/data/target-names';
import { readRows } from '../csv/read-rows';
import { type TableTarget, targetOf } from '../data/table';
import { isFolder } from './list-pictures';
import type { ListedPicture } from './listed-pictures';
import { noteOfColumns, pictureColumns, picturesOfRows } from './pictures-of-rows';

/** Pictures with numbers, or with several things that are predicted of each. Nothing of them has been read. */
export interface TargetedPictures {
  /** Their labels are those of the first target of classes, which parts are drawn by; 0 where there is none. */
  readonly pictures: readonly ListedPicture[];
  /** Of all pictures, in the order of data.target. */
  readonly targets: readonly TableTarget[];
  readonly notes: readonly string[];
}

/** Whether more is predicted of a picture than its class or those of its pixels. */
export function hasTargets({ task, heads }: OwnPictureSettings): boolean {
  return task === 'regression' || heads !== undefined;
}

/**
 * The pictures that a table lists, with the columns that are predicted.
 * @param location the table
 * @throws BadInputError naming the row and what would be right
 */
export async function listTargets(data: OwnPictureSettings, location: string): Promise<TargetedPictures> {
  if (await isFolder(location))
    throw new BadInputError(
      `data.path: ${location} is a folder, which tells the classes of pictures; their numbers are told by a CSV file of paths, one column for each number.`,
    );
  const csv = await readRows(location);
  const columns = pictureColumns(csv, namesOfTargets(data.target ?? []));
  const names = columns.targets.map((column) => csv.header[column]);
  const layout = {
    targets: names,
    // Pixels have classes in masks alone, which come by a way of their own.
    taskOf: (name: string) => (taskOfTarget(data, name) === 'regression' ? 'regression' : 'classification'),
  } as const;
  const listed = await picturesOfRows(csv, columns, location);
  const targets = columns.targets.map((column) => targetOf(csv, column, layout));
  const ofClasses = targets.find((target) => target.kind === 'classification');
  return {
    pictures: listed.map((picture, row) => ({ ...picture, label: ofClasses?.labels[row] ?? 0 })),
    targets,
    notes: [...csv.notes, noteOfColumns(csv, columns, 'what is predicted of it')],
  };
}
