import type { Assessment, Scored, TargetScores } from '../../../src-shared/assessment/assessment';

/** What an evaluation says of one target: as one of a run that predicts nothing else. All together where none is named. */
export function assessmentOfTarget(assessment: Assessment, target: string | undefined): Assessment {
  if (target === undefined) return assessment;
  const { targets, classes: _classes, values: _values, maps: _maps, ...rest } = assessment;
  return {
    ...rest,
    ...scoresOf(targets, target),
    doubts: targets?.find(({ name }) => name === target)?.doubts ?? {},
    groups: assessment.groups?.map((group) => ({ ...group, parts: group.parts.map(ofOne(target)) })),
    labelled: assessment.labelled?.map(ofOne(target)),
    ood: assessment.ood.map(({ targets: each = [], ...other }) => {
      const own = each.find(({ name }) => name === target);
      return { ...other, detection: own?.detection ?? {}, doubts: own?.doubts };
    }),
  };
}

function ofOne(target: string) {
  return <One extends Scored>({ targets, classes: _classes, values: _values, ...one }: One) => ({
    ...one,
    ...scoresOf(targets, target),
  });
}

function scoresOf(
  targets: readonly TargetScores[] = [],
  target: string,
): Pick<TargetScores, 'classes' | 'values'> {
  const { classes, values } = targets.find(({ name }) => name === target) ?? {};
  return { ...(classes ? { classes } : {}), ...(values ? { values } : {}) };
}
