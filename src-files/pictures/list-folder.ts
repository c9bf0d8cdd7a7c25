import { join } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { withLabels } from './check-classes';
import { entriesOf, isFolder, isPicture, picturesBelow } from './folder-entries';
import { maskFolders, pictureFolders } from './list-masks';
import {
  type ListedPicture,
  type ListedPictures,
  type NamedPicture,
  type NamedPictures,
  splitNamed,
} from './listed-pictures';
import { trueTo } from './within-folder';

/**
 * The pictures of a folder of classes, by the convention of torchvision's ImageFolder: each folder is a class, pictures may lie
 * in folders below it. Where there is a folder `train` of classes, others beside it are the validation and the test.
 * @throws BadInputError naming what is wrong and what would be right
 */
export async function listFolder(folder: string): Promise<ListedPictures> {
  const { pictures, notes } = await namedInFolder(folder);
  const listed = withLabels(pictures, folder);
  return { ...listed, notes: [...notes, ...masksNote(listed.classNames)] };
}

/**
 * The same of whatever classes, be it one.
 * @throws BadInputError naming what is wrong and what would be right
 */
export async function namedInFolder(folder: string): Promise<NamedPictures> {
  const search = new Search(folder, await trueTo(folder));
  const pictures = (await hasTrainFolder(folder))
    ? await search.splits()
    : await search.classes(folder, undefined);
  return { pictures, notes: search.notes() };
}

/** Folders of pictures and of their masks are classes by their form. */
function masksNote(classNames: readonly string[]): readonly string[] {
  const named = (all: readonly string[]) => classNames.find((name) => all.includes(name.toLowerCase()));
  const [images, masks] = [named(pictureFolders), named(maskFolders)];
  if (images === undefined || masks === undefined) return [];
  return [
    `${images} and ${masks} are taken for classes; where the second holds masks of the first, set data.task to segmentation.`,
  ];
}

async function hasTrainFolder(folder: string): Promise<boolean> {
  for (const { name } of await entriesOf(folder)) {
    if (splitNamed(name) !== 'train') continue;
    const entries = await entriesOf(join(folder, name)).catch(() => []);
    if (!entries.some((entry) => isPicture(entry))) return true;
  }
  return false;
}

/** Goes through a folder and counts what is no picture. */
class Search {
  #others = 0;
  readonly #left: string[] = [];

  constructor(
    readonly folder: string,
    readonly root: string,
  ) {}

  async splits(): Promise<readonly NamedPicture[]> {
    const found: NamedPicture[] = [];
    for (const name of await this.#foldersIn(this.folder)) {
      const split = splitNamed(name);
      if (split === undefined) this.#left.push(name);
      else found.push(...(await this.classes(join(this.folder, name), split)));
    }
    return found;
  }

  async classes(folder: string, split: ListedPicture['split']): Promise<readonly NamedPicture[]> {
    const names = await this.#foldersIn(folder);
    if (names.length === 0)
      throw new BadInputError(
        `${folder} holds no folders; pictures lie in a folder for each class, as in cats/1.png and dogs/1.png.`,
      );
    const found: NamedPicture[] = [];
    for (const className of names) {
      const files = await this.#picturesIn(join(folder, className));
      if (files.length === 0)
        throw new BadInputError(
          `${join(folder, className)} has no picture of its class (PNG, JPEG, WebP or TIFF); add some, or take the folder away.`,
        );
      found.push(...files.map((file) => ({ file, name: this.#below(file), className, split })));
    }
    return found;
  }

  notes(): readonly string[] {
    const others = this.#others;
    return [
      ...(others > 0
        ? [`${others} ${others === 1 ? 'file' : 'files'} that are no PNG, JPEG, WebP or TIFF are left out.`]
        : []),
      ...(this.#left.length > 0
        ? [
            `Beside train, these folders are neither validation nor test and left out: ${this.#left.join(', ')}.`,
          ]
        : []),
    ];
  }

  #below(file: string): string {
    return file.slice(this.folder.length).replaceAll('\\', '/').replace(/^\/+/, '');
  }

  async #foldersIn(folder: string): Promise<readonly string[]> {
    const names: string[] = [];
    for (const entry of await entriesOf(folder)) {
      if (await isFolder(join(folder, entry.name), entry, this.root)) names.push(entry.name);
      else this.#others += 1;
    }
    return names;
  }

  async #picturesIn(folder: string): Promise<readonly string[]> {
    const { files, others } = await picturesBelow(folder, this.root);
    this.#others += others;
    return files;
  }
}
