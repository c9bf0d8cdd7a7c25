import { appendFileSync, lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { BadInputError } from '../src-shared/errors';
import { makeFolder } from './make-folder';

/** What outputs may replace: anything, where a dialog has asked or the person said so; or what the app itself wrote. */
export type Replaces = 'anything' | 'own files';

/**
 * The files that were written for the person outside of the app's own folder, as they were then: unless something else is
 * allowed, these alone are replaced, and only while nobody has changed them.
 */
export class WrittenFiles {
  readonly #home: string;
  readonly #replaces: Replaces;
  readonly #list: string;

  constructor(home: string, replaces: Replaces) {
    this.#home = home;
    this.#replaces = replaces;
    this.#list = join(home, 'written-files.txt');
  }

  /**
   * Looks, before long work, whether something is in the way of what it will write.
   * @param targets files or folders, each to be replaced as a whole. Throws BadInputError naming the first file that must not be
   */
  refuseForeign(targets: readonly string[]): void {
    if (this.#replaces === 'anything') return;
    const known = this.#known();
    for (const target of targets) {
      const foreign = filesIn(resolve(target)).find((file) => !this.#isOwn(file, known));
      if (foreign === undefined) continue;
      throw new BadInputError(
        `${foreign} is there already, and Parasample did not write it, or it was changed since; name another place, or replace it with --force.`,
      );
    }
  }

  /** Remembers files, and those below folders, as they are now. */
  note(targets: readonly string[]): void {
    const files = targets.flatMap((target) => filesIn(resolve(target)));
    const lines = files.filter((file) => !this.#isInHome(file)).map((file) => `${stateOf(file)}\n`);
    if (lines.length === 0) return;
    try {
      makeFolder(this.#home);
      // At once, so that processes do not mix theirs.
      appendFileSync(this.#list, lines.join(''));
    } catch {
      // What is not remembered is asked about, no more.
    }
  }

  #isOwn(file: string, known: ReadonlySet<string>): boolean {
    return this.#isInHome(file) || known.has(stateOf(file));
  }

  #isInHome(file: string): boolean {
    return placeOf(file).startsWith(placeOf(this.#home) + sep);
  }

  #known(): ReadonlySet<string> {
    try {
      return new Set(readFileSync(this.#list, 'utf8').split('\n'));
    } catch {
      return new Set();
    }
  }
}

/** The file itself, or all below a folder; none where nothing is there. Links are not followed: they are what is replaced. */
function filesIn(path: string): readonly string[] {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (!found) return [];
    return found.isDirectory() ? readdirSync(path).flatMap((name) => filesIn(join(path, name))) : [path];
  } catch {
    // A place that cannot be looked at is refused by whoever writes there.
    return [];
  }
}

/** A line that changes with whatever is done to the file. */
function stateOf(file: string): string {
  const { size, mtimeNs, ino } = lstatSync(file, { bigint: true });
  return JSON.stringify([placeOf(file), `${size} ${mtimeNs} ${ino}`]);
}

/** However it is spelled, and whatever links lead to its folder. */
function placeOf(file: string): string {
  const path = resolve(file);
  try {
    return join(realpathSync(dirname(path)), basename(path));
  } catch {
    // Its folder is yet to be made.
    return path;
  }
}
