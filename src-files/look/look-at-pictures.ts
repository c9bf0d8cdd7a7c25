import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import type { PicturesLook } from '../../src-shared/data/data-look';
import { pictureSize } from '../pictures/decode-picture';
import { listFolder } from '../pictures/list-folder';
import type { ListedPicture, ListedPictures } from '../pictures/listed-pictures';

/** Pictures whose sizes are looked at, spread over all. */
const mostSized = 500;
/** Fewer pictures of a class than this are hardly trained and tested on. */
const fewPictures = 10;

/**
 * What a folder of pictures holds, class by class, and what may be a mistake. All files are listed, some are read for their
 * sizes, and those of equal length compared.
 * @throws BadInputError naming what is wrong and what would be right
 */
export async function lookAtPictures(folder: string): Promise<PicturesLook> {
  const { classNames, pictures, notes } = await listFolder(folder);
  const classes = classNames.map((name, label) => {
    const own = pictures.filter((picture) => picture.label === label);
    const of = (split: ListedPicture['split']) => own.filter((picture) => picture.split === split).length;
    return { name, pictures: own.length, train: of('train'), validation: of('validation'), test: of('test') };
  });
  return {
    kind: 'pictures',
    place: folder,
    pictures: pictures.length,
    classes,
    sizes: await sizesOf(pictures),
    notes: [...notes],
    odd: [...rareClasses(classes), ...(await samePictures({ classNames, pictures }))],
  };
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

/** Files of the same bytes: under two labels a mistake, in two parts a leak, else a waste. */
async function samePictures({
  classNames,
  pictures,
}: Pick<ListedPictures, 'classNames' | 'pictures'>): Promise<readonly string[]> {
  const pairs = await pairsOfSame(pictures);
  const labels = pairs.filter(([one, other]) => one.label !== other.label);
  const parts = pairs.filter(([one, other]) => one.label === other.label && one.split !== other.split);
  const rest = pairs.length - labels.length - parts.length;
  const times = (count: number) => (count === 1 ? 'One picture is' : `${count} pictures are`);
  const example = ([[one, other]]: readonly (readonly [ListedPicture, ListedPicture])[]) =>
    `${one.name} and ${other.name}`;
  return [
    ...(labels.length > 0
      ? [
          `${times(labels.length)} there under another class too: ${example(labels)} (${classNames[labels[0][0].label]}, ${classNames[labels[0][1].label]}); which is right?`,
        ]
      : []),
    ...(parts.length > 0
      ? [
          `${times(parts.length)} in two parts of the data: ${example(parts)}; what is tested should not have been trained on.`,
        ]
      : []),
    ...(rest > 0 ? [`${times(rest)} there twice.`] : []),
  ];
}

async function pairsOfSame(pictures: readonly ListedPicture[]) {
  const bySize = new Map<number, ListedPicture[]>();
  for (const picture of pictures) {
    const { size } = await stat(picture.file);
    const same = bySize.get(size);
    if (same) same.push(picture);
    else bySize.set(size, [picture]);
  }
  const first = new Map<string, ListedPicture>();
  const pairs: (readonly [ListedPicture, ListedPicture])[] = [];
  for (const alike of bySize.values()) {
    if (alike.length === 1) continue;
    for (const picture of alike) {
      const hash = createHash('sha256')
        .update(await readFile(picture.file))
        .digest('base64');
      const before = first.get(hash);
      if (before) pairs.push([before, picture]);
      else first.set(hash, picture);
    }
  }
  return pairs;
}
