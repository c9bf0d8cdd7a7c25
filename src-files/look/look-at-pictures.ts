import { stat } from 'node:fs/promises';
import type { PictureClass, PicturesLook } from '../../src-shared/data/data-look';
import { listFolder } from '../pictures/list-folder';
import { isMaskFolder, listMasks } from '../pictures/list-masks';
import type { ListedPicture, ListedPictures } from '../pictures/listed-pictures';
import { type LookWishes, plainWishes } from './look-wishes';
import { picturesInCsv } from './pictures-in-csv';
import { samePictures } from './same-pictures';
import { sampledPictures } from './sampled-pictures';
import { shownPictures } from './shown-pictures';

/** Fewer pictures of a class than this are hardly trained and tested on. */
const fewPictures = 10;

type Found = ListedPictures & Pick<PicturesLook, 'task' | 'values'>;

/**
 * What a folder or a CSV file of pictures holds, class by class, and what may be a mistake. All files are listed, some are decoded,
 * and those of equal length compared.
 * @throws BadInputError naming what is wrong and what would be right
 */
export async function lookAtPictures(
  place: string,
  { target, isDrawn, onProgress }: LookWishes = plainWishes,
): Promise<PicturesLook> {
  onProgress('Listing pictures', 0, 1);
  const found = await find(place, target);
  const { classNames, pictures, notes, task, values } = found;
  const classes = task === 'classification' ? classesOf(found) : [];
  const { sizes, unreadable } = await sampledPictures(pictures, onProgress);
  const same = await samePictures(pictures, classNames, onProgress);
  return {
    kind: 'pictures',
    place,
    pictures: pictures.length,
    task,
    classes,
    values,
    parts: countsOf(pictures),
    sizes,
    shown: isDrawn ? await shownPictures(pictures, classNames.length, onProgress) : [],
    notes: [...notes],
    odd: [...unreadable, ...rareClasses(classes), ...same],
  };
}

async function find(place: string, target: string | undefined): Promise<Found> {
  if (!(await stat(place)).isDirectory()) return picturesInCsv(place, target);
  if (!(await isMaskFolder(place)))
    return { ...(await listFolder(place)), task: 'classification', values: [] };
  const { pictures, notes } = await listMasks(place);
  return {
    classNames: [],
    pictures: pictures.map((picture) => ({ ...picture, label: 0 })),
    notes: [...notes, 'Each picture has a mask, which says the class of each of its pixels.'],
    task: 'segmentation',
    values: [],
  };
}

function classesOf({ classNames, pictures }: Found): readonly PictureClass[] {
  const own = classNames.map((): ListedPicture[] => []);
  for (const picture of pictures) own[picture.label].push(picture);
  return classNames.map((name, label) => ({ name, pictures: own[label].length, ...countsOf(own[label]) }));
}

function countsOf(pictures: readonly ListedPicture[]) {
  const counts = { train: 0, validation: 0, test: 0 };
  for (const { split } of pictures) if (split) counts[split] += 1;
  return counts;
}

function rareClasses(classes: PicturesLook['classes']): readonly string[] {
  const rare = classes.filter(({ pictures }) => pictures < fewPictures);
  if (rare.length === 0) return [];
  const named = rare.slice(0, 5).map(({ name, pictures }) => `${name} (${pictures})`);
  const one = rare.length === 1;
  return [
    `Of ${one ? 'a class' : `${rare.length} classes`} there are fewer than ${fewPictures} pictures: ${named.join(', ')}; ${one ? 'it is' : 'they are'} hardly learned or tested.`,
  ];
}
