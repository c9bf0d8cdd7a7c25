import { lstatSync, realpathSync } from 'node:fs';
import { basename, delimiter, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** The folders whose files a window may read and write. */
export class ChosenFolders {
  readonly #folders: string[];

  constructor(folders: readonly string[]) {
    this.#folders = folders.map((folder) => resolve(folder));
  }

  get list(): readonly string[] {
    return this.#folders;
  }

  add(folder: string): void {
    this.#folders.push(resolve(folder));
  }

  /**
   * Whether a path, wherever its links lead, lies in one of the folders, and in nothing hidden below it: there,
   * other programs keep their settings and keys.
   */
  has(path: string): boolean {
    const real = realPath(resolve(path));
    return (
      real !== undefined && this.#folders.some((folder) => isVisibleIn(realPath(folder) ?? folder, real))
    );
  }
}

/**
 * The folders of a person who chose none: those of PARASAMPLE_FOLDERS, else all that is theirs.
 * @param exportsFolder where the app puts what is exported without a folder
 */
export function usualFolders(
  environment: NodeJS.ProcessEnv,
  userHome: string,
  exportsFolder: string,
): readonly string[] {
  const named = (environment.PARASAMPLE_FOLDERS ?? '').split(delimiter).filter((folder) => folder !== '');
  return [exportsFolder, ...(named.length > 0 ? named : [userHome])];
}

function isVisibleIn(folder: string, path: string): boolean {
  const below = relative(folder, path);
  return !isAbsolute(below) && !below.split(sep).some((part) => part.startsWith('.'));
}

/** With all links followed, of as much of the path as is there; undefined where a link leads nowhere yet. */
function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    // What is written there would be made wherever the link says.
    if (isLink(path)) return undefined;
    if (dirname(path) === path) return path;
    const folder = realPath(dirname(path));
    return folder === undefined ? undefined : join(folder, basename(path));
  }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}
