import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInputError } from '../../src-shared/errors';
import { whyUnreadable } from '../file-errors';
import { withLabels } from './check-classes';
import { pictureEnds } from './decode-picture';
import { type ListedPicture, type ListedPictures, splitNamed } from './listed-pictures';
import { trueTo, trueWithin } from './within-folder';

type Found = Omit<ListedPicture, 'label'> & { readonly className: string };

/**
 * The pictures of a folder of classes, by the convention of torchvision's ImageFolder: each folder is a class, pictures may lie
 * in folders below it. Where there is a folder `train` of classes, others beside it are the validation and the test.
 * @throws BadInputError naming what is wrong and what would be right
 */
export async function listFolder(folder: string): Promise<ListedPictures> {
  const search = new Search(folder, await trueTo(folder));
  const found = (await hasTrainFolder(folder))
    ? await search.splits()
    : await search.classes(folder, undefined);
  return { ...withLabels(found, folder), notes: search.notes() };
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

  async splits(): Promise<readonly Found[]> {
    const found: Found[] = [];
    for (const name of await this.#foldersIn(this.folder)) {
      const split = splitNamed(name);
      if (split === undefined) this.#left.push(name);
      else found.push(...(await this.classes(join(this.folder, name), split)));
    }
    return found;
  }

  async classes(folder: string, split: ListedPicture['split']): Promise<readonly Found[]> {
    const names = await this.#foldersIn(folder);
    if (names.length === 0)
      throw new BadInputError(
        `${folder} holds no folders; pictures lie in a folder for each class, as in cats/1.png and dogs/1.png.`,
      );
    const found: Found[] = [];
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
      if (await this.#isFolder(join(folder, entry.name), entry)) names.push(entry.name);
      else this.#others += 1;
    }
    return names;
  }

  /** In the order of ImageFolder: a folder's own files before those of folders below it. */
  async #picturesIn(folder: string, above: readonly string[] = []): Promise<readonly string[]> {
    const own = await trueWithin(folder, this.root);
    if (above.includes(own)) return [];
    const files: string[] = [];
    const folders: string[] = [];
    for (const entry of await entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (await this.#isFolder(path, entry)) folders.push(path);
      else if (isPicture(entry)) files.push(path);
      else this.#others += 1;
    }
    for (const each of folders) files.push(...(await this.#picturesIn(each, [...above, own])));
    return files;
  }

  async #isFolder(path: string, entry: Dirent): Promise<boolean> {
    if (!entry.isSymbolicLink()) return entry.isDirectory();
    return (await stat(await trueWithin(path, this.root))).isDirectory();
  }
}

function isPicture({ name }: Dirent): boolean {
  return pictureEnds.test(name);
}

/** In alphabetical order, without what is hidden. */
async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter(({ name }) => !name.startsWith('.'))
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  } catch (error) {
    throw new BadInputError(`${folder} cannot be read: ${whyUnreadable(error)}.`);
  }
}
