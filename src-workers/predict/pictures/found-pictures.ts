import { join, relative } from 'node:path';
import { entriesOf, isFolder, picturesBelow } from '../../../src-files/pictures/folder-entries';
import { maskFolders, pictureFolders } from '../../../src-files/pictures/list-masks';
import { trueTo } from '../../../src-files/pictures/within-folder';
import { BadInputError } from '../../../src-shared/errors';
import type { PosteriorTask } from '../../../src-shared/posterior/posterior-metadata';

/** Which files of a folder are read. */
export interface FolderFormats {
  readonly ends: RegExp;
  /** As in "holds no PNG or JPEG file", "is neither PNG nor JPEG". */
  readonly names: string;
  readonly neither: string;
}

interface FoundPictures {
  readonly pictures: readonly { readonly file: string; readonly name: string }[];
  /** What is left out, in sentences. */
  readonly notes: readonly string[];
}

/**
 * The pictures that lie directly in a folder, in the order of their names; where none does, those of the folders in it, as of one
 * that is trained on, named by their way from it.
 * @throws BadInputError where there is none
 */
export async function picturesInFolder(
  folder: string,
  formats: FolderFormats,
  kind: PosteriorTask['kind'],
): Promise<FoundPictures> {
  const { ends, names, neither } = formats;
  const { files, folders } = await entriesIn(folder);
  const own = files.filter((name) => ends.test(name));
  if (own.length === 0 && folders.length > 0) return picturesOfFolders(folder, formats, kind);
  if (own.length === 0)
    throw new BadInputError(`${folder} holds no ${names} file; other kinds of pictures are not read.`);
  return {
    pictures: own.map((name) => ({ file: join(folder, name), name })),
    notes: leftOut(files.length - own.length, neither),
  };
}

async function entriesIn(
  folder: string,
): Promise<{ readonly files: readonly string[]; readonly folders: readonly string[] }> {
  const root = await trueTo(folder);
  const files: string[] = [];
  const folders: string[] = [];
  for (const entry of await entriesOf(folder))
    ((await isFolder(join(folder, entry.name), entry, root)) ? folders : files).push(entry.name);
  return { files, folders };
}

async function picturesOfFolders(
  folder: string,
  { ends, names, neither }: FolderFormats,
  kind: PosteriorTask['kind'],
): Promise<FoundPictures> {
  const { files, others } = await picturesBelow(folder, await trueTo(folder));
  const all = files.map((file) => ({ file, name: relative(folder, file).replaceAll('\\', '/') }));
  const readable = all.filter(({ name }) => ends.test(name));
  const pictures = kind === 'segmentation' ? withoutMasks(readable) : readable;
  if (pictures.length === 0)
    throw new BadInputError(
      `${folder} holds no ${names} file, nor do the folders in it; other kinds of pictures are not read.`,
    );
  const masks = readable.length - pictures.length;
  return {
    pictures,
    notes: [
      ...(masks === 0 ? [] : [`${masks} ${masks === 1 ? 'mask is' : 'masks are'} left out.`]),
      ...leftOut(others + all.length - readable.length, neither),
    ],
  };
}

/** Beside masks, as segmentation is trained on them, the pictures alone. */
function withoutMasks<Picture extends { readonly name: string }>(
  pictures: readonly Picture[],
): readonly Picture[] {
  const liesIn = (folders: readonly string[]) => (picture: Picture) =>
    picture.name
      .split('/')
      .slice(0, -1)
      .some((name) => folders.includes(name.toLowerCase()));
  if (!pictures.some(liesIn(pictureFolders))) return pictures;
  const isMask = liesIn(maskFolders);
  return pictures.filter((picture) => !isMask(picture));
}

function leftOut(files: number, neither: string): readonly string[] {
  if (files === 0) return [];
  return [`${files} other ${files === 1 ? 'file is' : 'files are'} ${neither} and left out.`];
}
