import { BadInputError } from '../../src-shared/errors';
import type { NetworkFile } from './network-file';

/** A head as it names what it takes of a network. */
export interface NamedHead {
  readonly name: string;
  /** The outputs that it takes side by side; none where they are told by name or place. */
  readonly outputs: readonly string[];
}

/**
 * Which outputs of a file each head takes, by their places: those that it names, else the one that is called as it is, else
 * those that are left in the file's order. A file with one output gives all heads in it, one after the other.
 * @returns one list for each head; undefined where all lie in one output
 * @throws BadInputError for a name that is no output's, and where outputs and heads do not come out even
 */
export function outputsOfHeads(
  { path, outputs, outputNames = outputs }: Pick<NetworkFile, 'path' | 'outputs' | 'outputNames'>,
  heads: readonly NamedHead[],
): readonly (readonly number[])[] | undefined {
  const areTold = heads.some(({ outputs: named }) => named.length > 0);
  if (outputNames.length === 1 && !areTold) return undefined;
  const placesOf = ({ name, outputs: named }: NamedHead): readonly number[] =>
    named.length > 0
      ? named.map((one) => placeOf(one, outputNames, path, name))
      : [outputNames.indexOf(name)].filter((place) => place >= 0);
  const told = heads.map(placesOf);
  const taken = told.flat();
  const twice = taken.find((place, at) => taken.indexOf(place) < at);
  if (twice !== undefined)
    throw new BadInputError(
      `data.heads: output ${outputNames[twice]} of ${path} is taken twice; each head has outputs of its own.`,
    );
  const left = [...outputNames.keys()].filter((place) => !taken.includes(place));
  const untold = heads.filter((_, at) => told[at].length === 0);
  // Where each head says what it takes, others are nobody's.
  if (untold.length > 0 && left.length !== untold.length)
    throw new BadInputError(
      `data.heads: ${path} has ${outputNames.length} ${outputNames.length === 1 ? 'output' : 'outputs'} (${outputNames.join(', ')}) for ${heads.length} heads (${heads.map(({ name }) => name).join(', ')}); say for each head which output it is (output: a name, or several that belong together).`,
    );
  return told.map((places) => (places.length > 0 ? places : [left.shift() ?? 0]));
}

function placeOf(output: string, names: readonly string[], path: string, head: string): number {
  const place = names.indexOf(output);
  if (place >= 0) return place;
  throw new BadInputError(
    `data.heads: the head ${head} takes output ${output}, and ${path} has ${names.join(', ')}.`,
  );
}
