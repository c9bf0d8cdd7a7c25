import { BadInputError } from '../../src-shared/errors';

/** Names of metrics from the folders within one place: the folder's name, a point, and the tag. */
export class MetricNames {
  /** Folders by the names that their metrics got. */
  readonly #folders = new Map<string, string>();
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** Throws BadInputError where another folder has a metric that is named alike. @param folder empty for the place itself */
  of(folder: string, tag: string): string {
    const name = folder === '' ? tag : `${folder}.${tag}`;
    const taken = this.#folders.get(name) ?? folder;
    if (taken !== folder)
      throw new BadInputError(
        `${this.#path} holds ${name} twice: in ${placeOf(taken)} and in ${placeOf(folder)}; import one of them.`,
      );
    this.#folders.set(name, folder);
    return name;
  }
}

function placeOf(folder: string): string {
  return folder === '' ? 'its own files' : `its folder ${folder}`;
}
