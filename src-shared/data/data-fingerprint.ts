import { z } from 'zod';
import { listOf } from '../protocol/list-of';

/** Which bytes a run's data were read from: kept with the run and its checkpoints, and held against what is there later. */
export const dataFingerprintSchema = z.strictObject({
  /** By name, without their folder: data may be moved. */
  files: listOf(
    z.strictObject({
      name: z.string().min(1),
      bytes: z.int().min(0),
      /** Of the file as it lies on the disk, in hexadecimal digits. */
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
  /** Whether some of large data stood for all where means and standard deviations were measured; missing where all were. */
  measured: z.literal('in-part').optional(),
});
export type DataFingerprint = Readonly<z.output<typeof dataFingerprintSchema>>;

/** The name of large data of which some content stands for all, beside sizes. */
export function ofSome(name: string, megabytes: number): string {
  return `${name}: its size, and ${megabytes} MB of it`;
}

/** Whose name says of how much the hash is: as `ofSome` does, and as a version of before did. */
const howMuch = /(: its size, and \d+ MB of it|, content of each \d+th)$/;

type File = DataFingerprint['files'][number];

/**
 * By name, without how much of it was hashed. Files of several folders may share a name, as train/data.csv and test/data.csv do:
 * those that both sides have are paired first, so that what is left of them is what changed.
 */
function pairsByName(
  before: DataFingerprint,
  now: DataFingerprint,
): ReadonlyMap<string, readonly (readonly [was: File | undefined, is: File | undefined])[]> {
  const [were, are] = [byName(before), byName(now)];
  const names = [...new Set([...were.keys(), ...are.keys()])].sort();
  return new Map(names.map((name) => [name, paired(were.get(name) ?? [], are.get(name) ?? [])]));
}

function byName({ files }: DataFingerprint): ReadonlyMap<string, readonly File[]> {
  const named = new Map<string, File[]>();
  for (const file of files) {
    const name = file.name.replace(howMuch, '');
    named.set(name, [...(named.get(name) ?? []), file]);
  }
  return named;
}

function paired(were: readonly File[], are: readonly File[]) {
  const left = [...are];
  const take = (isLike: (file: File) => boolean) => {
    const place = left.findIndex(isLike);
    return place < 0 ? undefined : left.splice(place, 1)[0];
  };
  const same = were.map(
    (was) => [was, take((is) => is.bytes === was.bytes && is.sha256 === was.sha256)] as const,
  );
  const others = same.map(([was, is]) => [was, is ?? take(({ bytes }) => bytes === was.bytes)] as const);
  const all = others.map(([was, is]) => [was, is ?? left.shift()] as const);
  return [...all, ...left.map((is) => [undefined, is] as const)];
}

/**
 * What is not the same, a clause for each file: "table.csv has 80 bytes, and had 120". Empty where all is as it was. Of what was hashed
 * in another way, by another version, sizes alone can be compared.
 */
export function dataChanges(before: DataFingerprint, now: DataFingerprint): readonly string[] {
  return [...pairsByName(before, now)].flatMap(([name, pairs]) => {
    const called = pairs.length > 1 ? `one of ${pairs.length} files named ${name}` : name;
    return pairs.flatMap(([was, is]) => changeOf(called, was, is));
  });
}

function changeOf(name: string, was: File | undefined, is: File | undefined): readonly string[] {
  if (!was) return [`${name} was not read`];
  if (!is) return [`${name} is not read any more`];
  if (was.bytes !== is.bytes) return [`${name} has ${is.bytes} bytes, and had ${was.bytes}`];
  if (was.name !== is.name) return [];
  return was.sha256 === is.sha256 ? [] : [`${name} has other content of the same size`];
}

/**
 * What a run that goes on reads: measured in part only where it began so, since its weights were trained on inputs and targets of that
 * scale. Versions that kept nothing of it measured all.
 */
export function measuredAs(before: DataFingerprint | undefined, now: DataFingerprint): DataFingerprint {
  return before?.measured === now.measured ? now : { files: now.files };
}

/** What of large data could be compared by its size alone, a sentence for each. */
export function comparedBySize(before: DataFingerprint, now: DataFingerprint): readonly string[] {
  return [...pairsByName(before, now)].flatMap(([name, pairs]) =>
    pairs.some(([was, is]) => was && is && was.name !== is.name)
      ? [
          `${name}: its size is what it was when the run was started; its content was fingerprinted in another way by an earlier version, and could not be compared.`,
        ]
      : [],
  );
}
