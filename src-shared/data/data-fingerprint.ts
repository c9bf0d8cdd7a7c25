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
});
export type DataFingerprint = Readonly<z.output<typeof dataFingerprintSchema>>;

/** What is not the same, a clause for each file: "table.csv has 80 bytes, and had 120". Empty where all is as it was. */
export function dataChanges(before: DataFingerprint, now: DataFingerprint): readonly string[] {
  const [were, are] = [before, now].map(({ files }) => new Map(files.map((file) => [file.name, file])));
  return [...new Set([...were.keys(), ...are.keys()])].sort().flatMap((name) => {
    const [was, is] = [were.get(name), are.get(name)];
    if (!was) return [`${name} was not read`];
    if (!is) return [`${name} is not read any more`];
    if (was.bytes !== is.bytes) return [`${name} has ${is.bytes} bytes, and had ${was.bytes}`];
    return was.sha256 === is.sha256 ? [] : [`${name} has other content of the same size`];
  });
}
