import type { Assessment, CorruptionResult } from './assessment';
import type { Calibration } from './calibration';
import { corruptionKindSchema } from './corruptions';

/** What was found now, and what was found before of the same predictions, but for what has been looked at again. */
export function withKept(found: Assessment, kept: Assessment | undefined): Assessment {
  if (kept?.step !== found.step || kept.samples !== found.samples) return found;
  const corruptions = spoilt(kept.corruptions, found.corruptions);
  const pruning = found.pruning ?? kept.pruning;
  return {
    ...found,
    groups: besides(kept.groups, found.groups),
    labelled: besides(kept.labelled, found.labelled),
    ...(corruptions.length > 0 ? { corruptions } : {}),
    ...(pruning ? { pruning } : {}),
    ood: besides(kept.ood, found.ood),
  };
}

/** What was calibrated now, and what another method gave before for the same predictions, each head by itself. */
export function withKeptCalibration(found: Calibration, kept: Calibration | undefined): Calibration {
  if (kept?.step !== found.step || kept.samples !== found.samples) return found;
  const heads = found.heads?.map((head) => ({
    ...kept.heads?.find(({ name }) => name === head.name),
    ...head,
  }));
  return { ...kept, ...found, ...(heads ? { heads } : {}) };
}

/** Those of each kind as they were found last, the pictures as they are first; kinds of earlier versions are dropped. */
function spoilt(
  kept: readonly CorruptionResult[] = [],
  found: readonly CorruptionResult[] = [],
): CorruptionResult[] {
  const kinds: readonly string[] = corruptionKindSchema.options;
  const isKnown = (kind: string) => kind === 'none' || kinds.includes(kind);
  const others = kept.filter(({ kind }) => isKnown(kind) && !found.some((one) => one.kind === kind));
  const place = ({ kind }: CorruptionResult) => kinds.indexOf(kind);
  return [...others, ...found].sort((a, b) => place(a) - place(b) || a.severity - b.severity);
}

/** Of other data those of another file stay though it has the same name; each keeps its place, which its metrics' names are counted by. */
function besides<Result extends { readonly name: string; readonly path?: string | undefined }>(
  kept: readonly Result[] = [],
  found: readonly Result[] = [],
): Result[] {
  const isAgain = ({ name, path }: Result, one: Result) =>
    one.name === name && (path === undefined || one.path === path);
  const inPlace = kept.map((before) => found.find((one) => isAgain(before, one)) ?? before);
  return [...inPlace, ...found.filter((one) => !inPlace.includes(one))];
}
