import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { LookProgress, PictureClass, PicturesLook } from '../../src-shared/data/data-look';
import { pictureSize } from '../pictures/decode-picture';
import { listFolder } from '../pictures/list-folder';
import { isMaskFolder, listMasks } from '../pictures/list-masks';
import type { ListedPicture, ListedPictures } from '../pictures/listed-pictures';
import { type LookWishes, plainWishes } from './look-wishes';
import { picturesInCsv } from './pictures-in-csv';
import { SameItems } from './same-items';
import { shownPictures } from './shown-pictures';

/** Pictures whose sizes are looked at, spread over all. */
const mostSized = 500;
/** Fewer pictures of a class than this are hardly trained and tested on. */
const fewPictures = 10;
/** Files that are asked of the system at once. */
const atOnce = 64;

type Found = ListedPictures & Pick<PicturesLook, 'task' | 'values'>;

/**
 * What a folder or a CSV file of pictures holds, class by class, and what may be a mistake. All files are listed, some are read
 * for their sizes, and those of equal length compared.
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
  const odd = await samePictures(found, onProgress);
  return {
    kind: 'pictures',
    place,
    pictures: pictures.length,
    task,
    classes,
    values,
    parts: countsOf(pictures),
    sizes: await sizesOf(pictures),
    shown: isDrawn ? await shownPictures(pictures, classNames.length, onProgress) : [],
    notes: [...notes],
    odd: [...rareClasses(classes), ...odd],
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

async function sizesOf(pictures: readonly ListedPicture[]): Promise<PicturesLook['sizes']> {
  const every = Math.max(1, Math.ceil(pictures.length / mostSized));
  const counts = new Map<string, { height: number; width: number; pictures: number }>();
  for (let at = 0; at < pictures.length; at += every) {
    const { file } = pictures[at];
    const size = pictureSize(await readFile(file));
    if (!size) continue;
    const { height, width } = size;
    const counted = counts.get(`${height} x ${width}`) ?? { height, width, pictures: 0 };
    counted.pictures += 1;
    counts.set(`${height} x ${width}`, counted);
  }
  return [...counts.values()].sort((a, b) => b.pictures - a.pictures);
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

/** Files of the same bytes. */
async function samePictures(
  { classNames, pictures }: Found,
  onProgress: LookProgress,
): Promise<readonly string[]> {
  const alike = await alikeInSize(pictures, onProgress);
  const same = new SameItems();
  for (const [at, { file, name, label, split }] of alike.entries()) {
    if (at % 100 === 0) onProgress('Comparing pictures', at, alike.length);
    const mark = createHash('sha256')
      .update(await readFile(file))
      .digest('base64');
    same.add(mark, { place: name, label: classNames[label], part: split });
  }
  return same.sentences('picture');
}

/** Those whose files are as long as another's, in their order. */
async function alikeInSize(
  pictures: readonly ListedPicture[],
  onProgress: LookProgress,
): Promise<readonly ListedPicture[]> {
  const bySize = new Map<number, ListedPicture[]>();
  for (let at = 0; at < pictures.length; at += atOnce) {
    if (at % (atOnce * 16) === 0) onProgress('Reading the sizes of files', at, pictures.length);
    const some = pictures.slice(at, at + atOnce);
    const sizes = await Promise.all(some.map(async ({ file }) => (await stat(file)).size));
    for (const [place, size] of sizes.entries()) {
      const same = bySize.get(size);
      if (same) same.push(some[place]);
      else bySize.set(size, [some[place]]);
    }
  }
  return [...bySize.values()].filter(({ length }) => length > 1).flat();
}
