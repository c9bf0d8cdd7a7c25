import { appendFileSync, lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { WouldReplaceError } from '../src-shared/errors';
import { makeFolder } from './make-folder';
import { type Learnt, refuseOverLearnt } from './refuse-over-input';

/**
 * What outputs may replace: anything, with --force; what the app itself wrote, on the command line; or in windows that and what
 * the person was asked about.
 */
export type Replaces = 'anything' | 'own files' | 'asked files';

/**
 * The files that were written for the person outside of the app's own folder, as they were then: unless something else is
 * allowed, these alone are replaced, and only while nobody has changed them. What runs learn from is never replaced.
 */
export class WrittenFiles {
  readonly #home: string;
  readonly #replaces: Replaces;
  readonly #list: string;
  readonly #learnt: () => readonly Learnt[];

  /** @param learnt what runs and studies learn from, asked for where something would be replaced */
  constructor(home: string, replaces: Replaces, learnt: () => readonly Learnt[] = () => []) {
    this.#learnt = learnt;
    this.#home = home;
    this.#replaces = replaces;
    this.#list = join(home, 'written-files.txt');
  }

  /**
   * Looks, before long work, whether something is in the way of what it will write.
   * @param targets files or folders, each to be replaced as a whole
   * @param isAgreed whether the person was asked, and wants whatever is there replaced
   * @throws BadInputError naming what a run or study learns from, WouldReplaceError the first file that somebody has to agree to
   */
  refuseForeign(targets: readonly string[], isAgreed = false): void {
    const present = targets.flatMap((target) => filesIn(resolve(target)));
    if (present.length === 0) return;
    const known = this.#known();
    const foreign = present.filter((file) => !this.#isOwn(file, known));
    refuseOverLearnt(present, foreign, this.#learnt());
    if (this.#replaces === 'anything' || isAgreed || foreign.length === 0) return;
    const how = this.#replaces === 'own files' ? ' with --force' : '';
    throw new WouldReplaceError(
      `${foreign[0]} is there already, and Parasample did not write it, or it was changed since; name another place, or replace it${how}.`,
    );
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
