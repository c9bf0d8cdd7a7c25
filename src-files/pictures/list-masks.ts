import { extname, join, relative } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { entriesOf, isFolder, picturesBelow } from './folder-entries';
import { type ListedPicture, splitNamed } from './listed-pictures';
import { trueTo } from './within-folder';

/** A picture with the mask that has the class of each of its pixels. */
export interface MaskedPicture extends Omit<ListedPicture, 'label'> {
  /** Whole path, and below the folder that the person named. */
  readonly mask: { readonly file: string; readonly name: string };
}

export interface MaskedPictures {
  readonly pictures: readonly MaskedPicture[];
  /** What a person should know of what was found: whole sentences. */
  readonly notes: readonly string[];
}

/** What the folder of pictures with masks, and that of the masks, may be called. */
export const pictureFolders = ['images', 'imgs', 'pictures'];
export const maskFolders = ['masks', 'labels', 'annotations'];
const wanted =
  'pictures lie in images and the mask of each, with the same name, in masks, perhaps in train, val and test';

/**
 * Pictures in `images` with masks of the same names in `masks`, perhaps in folders `train`, `val` and `test`.
 * @throws BadInputError naming what is wrong and what would be right
 */
export async function listMasks(folder: string): Promise<MaskedPictures> {
  const root = await trueTo(folder).catch(() => {
    throw new BadInputError(`${folder} is not there; ${wanted}.`);
  });
  const parts = await partsOf(folder, root);
  const pictures: MaskedPicture[] = [];
  let [lonely, others] = [0, 0];
  const left: string[] = [];
  for (const { folder: part, split } of parts) {
    const found = await pairsOf(part, root);
    const below = (file: string) => relative(folder, file).replaceAll('\\', '/');
    pictures.push(
      ...found.pairs.map(([file, mask]) => ({
        file,
        name: below(file),
        split,
        mask: { file: mask, name: below(mask) },
      })),
    );
    lonely += found.lonely;
    others += found.others;
    left.push(...found.left.map(below));
  }
  return {
    pictures,
    notes: [
      ...(lonely > 0
        ? [
            `${lonely} ${lonely === 1 ? 'mask has no picture and is' : 'masks have no picture and are'} left out.`,
          ]
        : []),
      ...(others > 0
        ? [`${others} ${others === 1 ? 'file' : 'files'} that are no PNG, JPEG, WebP or TIFF are left out.`]
        : []),
      ...(left.length > 0 ? [`Beside images and masks these folders are left out: ${left.join(', ')}.`] : []),
    ],
  };
}

/** Whether a folder is one of pictures with masks, by the names of its folders. */
export async function isMaskFolder(folder: string): Promise<boolean> {
  const parts = await partsOf(folder, await trueTo(folder));
  const names = (await entriesOf(parts[0].folder)).map(({ name }) => name.toLowerCase());
  return [pictureFolders, maskFolders].every((known) => known.some((name) => names.includes(name)));
}

type Part = { readonly folder: string; readonly split: ListedPicture['split'] };

/** The folders of the splits where there is one to train on, else the folder itself. */
async function partsOf(folder: string, root: string): Promise<readonly Part[]> {
  const splits = (await foldersIn(folder, root)).map((name) => ({
    folder: join(folder, name),
    split: splitNamed(name),
  }));
  const hasSplits = splits.some(({ split }) => split === 'train');
  return hasSplits ? splits.filter(({ split }) => split !== undefined) : [{ folder, split: undefined }];
}

async function foldersIn(folder: string, root: string): Promise<readonly string[]> {
  const names: string[] = [];
  for (const entry of await entriesOf(folder))
    if (await isFolder(join(folder, entry.name), entry, root)) names.push(entry.name);
  return names;
}

async function pairsOf(folder: string, root: string) {
  const names = await foldersIn(folder, root);
  const named = (all: readonly string[]) => names.find((name) => all.includes(name.toLowerCase()));
  const [images, masks] = [named(pictureFolders), named(maskFolders)];
  if (images === undefined || masks === undefined)
    throw new BadInputError(
      `${folder} has no folder ${images === undefined ? 'images' : 'masks'}; ${wanted}.`,
    );
  const pictures = await picturesBelow(join(folder, images), root);
  const all = await picturesBelow(join(folder, masks), root);
  const stemIn = (file: string, of: string) =>
    relative(join(folder, of), file.slice(0, file.length - extname(file).length));
  const byStem = new Map(all.files.map((file) => [stemIn(file, masks), file]));
  if (pictures.files.length === 0)
    throw new BadInputError(`${join(folder, images)} has no picture (PNG, JPEG, WebP or TIFF).`);
  const pairs = pictures.files.map((file) => {
    const stem = stemIn(file, images);
    const mask = byStem.get(stem);
    if (mask !== undefined) return [file, mask] as const;
    throw new BadInputError(
      `${file} has no mask; it would be ${join(folder, masks, `${stem}.png`)}, with the label of each of its pixels.`,
    );
  });
  const used = new Set(pairs.map(([, mask]) => mask));
  return {
    pairs,
    lonely: all.files.length - used.size,
    others: pictures.others + all.others,
    left: names.filter((name) => name !== images && name !== masks).map((name) => join(folder, name)),
  };
}
