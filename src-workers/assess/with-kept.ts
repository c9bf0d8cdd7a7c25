import type { Assessment } from '../../src-shared/assessment/assessment';

/** What was found now, and what was found before of the same predictions, but for what has been looked at again. */
export function withKept(found: Assessment, kept: Assessment | undefined): Assessment {
  if (kept?.step !== found.step || kept.samples !== found.samples) return found;
  const corruptions = found.corruptions ?? kept.corruptions;
  const pruning = found.pruning ?? kept.pruning;
  return {
    ...found,
    groups: besides(kept.groups, found.groups),
    labelled: besides(kept.labelled, found.labelled),
    ...(corruptions ? { corruptions } : {}),
    ...(pruning ? { pruning } : {}),
    ood: besides(kept.ood, found.ood),
  };
}

/** Of other data those of another file stay though it has the same name. */
function besides<Result extends { readonly name: string; readonly path?: string | undefined }>(
  kept: readonly Result[] = [],
  found: readonly Result[] = [],
): Result[] {
  const isAgain = ({ name, path }: Result, one: Result) =>
    one.name === name && (path === undefined || one.path === path);
  return [...kept.filter((before) => !found.some((one) => isAgain(before, one))), ...found];
}
