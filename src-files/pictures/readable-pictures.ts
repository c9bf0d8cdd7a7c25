import { BadInputError } from '../../src-shared/errors';
import type { TableTarget } from '../data/table';
import type { BrokenFiles } from './picture-pack';

/** Sentences of pictures that cannot be read; of the others their number. */
const mostNamed = 5;

/** What is left where pictures that cannot be read are left out. */
export interface Readable<Picture> {
  readonly kept: readonly Picture[];
  /** Of each its place among all; missing where all are there. */
  readonly places: Uint32Array | undefined;
  /** What is left out, in sentences. */
  readonly notes: readonly string[];
}

/** @throws BadInputError where none can be read */
export function readable<Picture>(
  pictures: readonly Picture[],
  unread: BrokenFiles,
  location: string,
): Readable<Picture> {
  if (unread.size === 0) return { kept: pictures, places: undefined, notes: [] };
  const [first] = unread.values();
  if (unread.size === pictures.length)
    throw new BadInputError(`${location} has no picture that can be read, of ${pictures.length}: ${first}`);
  const kept = pictures.filter((_, place) => !unread.has(place));
  const places = new Uint32Array(new SharedArrayBuffer(4 * kept.length));
  places.set([...pictures.keys()].filter((place) => !unread.has(place)));
  return { kept, places, notes: [noteOf([...unread.values()])] };
}

function noteOf(why: readonly string[]): string {
  const more = why.length - mostNamed;
  return [
    `${why.length} ${why.length === 1 ? 'picture is' : 'pictures are'} left out (data.broken: skip): ${why.slice(0, mostNamed).join(' ')}`,
    ...(more > 0 ? [`${more} more cannot be read.`] : []),
  ].join(' ');
}

/** A column of the rows at these places alone. */
export function ofRows(target: TableTarget, places: Uint32Array): TableTarget {
  return target.kind === 'classification'
    ? { ...target, labels: places.map((row) => target.labels[row]) }
    : { ...target, values: Float64Array.from(places, (row) => target.values[row]) };
}
