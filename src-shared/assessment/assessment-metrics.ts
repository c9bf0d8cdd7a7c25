import type {
  AssessedClassScores,
  AssessedMapScores,
  AssessedValueScores,
  Assessment,
  OtherResult,
  Scored,
} from './assessment';
import { corruptionKindSchema, meanCorruptions, spoiltKinds } from './corruptions';
import type { PredictiveCheck } from './predictive-check';

/** The scores of an assessment by the names that metrics have: `ood.noise.auroc.entropy`, `data.rows.rmse`; without those that its items cannot tell. */
export function assessmentMetrics({
  ood,
  classes,
  values,
  maps,
  targets,
  groups = [],
  labelled = [],
  corruptions = [],
  pruning = [],
}: Assessment): Readonly<Record<string, number>> {
  const otherWords = ownWords(ood);
  const ofOther = ood.flatMap((other, at) =>
    Object.entries(detectionMetrics(other)).map(
      ([metric, value]) => [`ood.${otherWords[at]}.${metric}`, value] as const,
    ),
  );
  const ofSpoilt = [...corruptions, ...overAllKinds(corruptions)].flatMap(
    ({ kind, severity, accuracy, nll, ece }) =>
      Object.entries({ accuracy, nll, ece }).map(
        ([score, value]) => [`corruption.${kind}.${severity}.${score}`, value] as const,
      ),
  );
  const dataWords = ownWords(labelled);
  const ofLabelled = labelled.flatMap((scores, at) =>
    // Beside those of the test items: `test.rmse` is `data.rows.rmse`.
    Object.entries(scoreMetrics(scores)).map(
      ([metric, value]) => [`data.${dataWords[at]}.${metric.replace(/^test\./, '')}`, value] as const,
    ),
  );
  const ofPruned = pruning.flatMap(({ share, scores, targets: each = [] }) => {
    const ofTargets = each.map((one) => called(one.name, one.scores));
    const all: Readonly<Record<string, number>> = Object.assign({}, scores, ...ofTargets);
    return Object.entries(all).map(
      ([metric, value]) => [`pruning.${Math.round(100 * share)}.${metric}`, value] as const,
    );
  });
  const ways = ownWords(groups);
  const ofGroups = groups.flatMap(({ parts }, way) => {
    const words = ownWords(parts);
    return parts.flatMap((scores, part) =>
      Object.entries(scoreMetrics(scores)).map(
        ([metric, value]) =>
          [`by.${ways[way]}.${words[part]}.${metric.replace(/^test\./, '')}`, value] as const,
      ),
    );
  });
  const own = Object.entries(scoreMetrics({ classes, values, maps, targets }));
  const all = [...own, ...ofGroups, ...ofLabelled, ...ofOther, ...ofSpoilt, ...ofPruned];
  return Object.fromEntries(all.filter(([, value]) => !Number.isNaN(value)));
}

/** Means over the kinds of a corruption, where all of them were looked at: of fewer they would be other means. */
function overAllKinds(corruptions: NonNullable<Assessment['corruptions']>) {
  if (spoiltKinds(corruptions).length < corruptionKindSchema.options.length) return [];
  const spoilt = meanCorruptions(corruptions).filter(({ severity }) => severity > 0);
  return spoilt.map((one) => ({ kind: 'mean', ...one }));
}

/** Of each a word of its own, so that none has the scores of another: `<=50K` and `>50K` are `50k` and `50k-2`. */
export function ownWords(named: readonly { readonly name: string }[]): readonly string[] {
  const used = new Set<string>();
  for (const { name } of named) {
    const word = metricWord(name);
    let own = word;
    for (let more = 2; used.has(own); more += 1) own = `${word}-${more}`;
    used.add(own);
  }
  return [...used];
}

/** A text as part of a metric's name: letters, digits and hyphens. */
export function metricWord(text: string): string {
  return (
    text
      .replace(/(^|\s)-(?=\.?\d)/g, '$1minus ')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '') || '-'
  );
}

/** Those of a head, and of one of several values, are called by it: `test.accuracy.kind`. */
function scoreMetrics({ classes, values, maps, targets = [] }: Scored): Readonly<Record<string, number>> {
  const each = targets.map(({ name, ...scores }) => called(name, scoreMetrics(scores)));
  return Object.assign(
    {},
    classes ? classMetrics(classes) : {},
    values ? valueMetrics(values) : {},
    maps ? mapMetrics(maps) : {},
    ...each,
  );
}

/** `auroc.entropy`, and of a head `auroc.entropy.kind`. */
function detectionMetrics({
  detection,
  targets = [],
}: Pick<OtherResult, 'detection' | 'targets'>): Readonly<Record<string, number>> {
  const own = Object.entries(detection).flatMap(([measure, scores]) =>
    Object.entries(scores).map(([score, value]) => [`${score}.${measure}`, value] as const),
  );
  const each = targets.map((one) => called(one.name, detectionMetrics({ detection: one.detection })));
  return Object.assign(Object.fromEntries(own), ...each);
}

function called(target: string, scores: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(scores).map(([name, value]) => [`${name}.${target}`, value]));
}

function classMetrics({
  scores,
  calibration,
  refusing,
  disagreement,
  checks,
  commonest,
  balancedAccuracy,
  skill,
  each = [],
}: AssessedClassScores): Readonly<Record<string, number>> {
  const words = ownWords(each);
  return {
    ...prefixed('test', scores),
    ...(balancedAccuracy === undefined ? {} : { 'test.balancedAccuracy': balancedAccuracy }),
    ...prefixed('commonest', commonest ? { accuracy: commonest.accuracy } : {}),
    ...prefixed('skill', skill ?? {}),
    ...Object.fromEntries(
      each.flatMap(({ recall, precision }, at) => [
        [`recall.${words[at]}`, recall],
        [`precision.${words[at]}`, precision],
      ]),
    ),
    ...prefixed('calibration', calibration),
    ...prefixed('risk-coverage', refusing),
    ...prefixed('disagreement', disagreement ?? {}),
    ...checkMetrics(checks),
  };
}

function mapMetrics({ scores, refusing }: AssessedMapScores): Readonly<Record<string, number>> {
  return { ...prefixed('test', scores), ...prefixed('risk-coverage', refusing) };
}

function valueMetrics(values: AssessedValueScores): Readonly<Record<string, number>> {
  return {
    ...prefixed('test', values.scores),
    ...prefixed('calibration', values.calibration),
    ...prefixed('sharpness', values.sharpness),
    ...prefixed('quantiles', values.quantiles),
    ...prefixed('together', values.together ?? {}),
    ...prefixed('skill', values.skill),
    ...prefixed('risk-coverage', values.refusing),
    ...checkMetrics(values.checks),
  };
}

/** The p value of each check: `check.mean`, `check.price.mean`. */
function checkMetrics(checks: readonly PredictiveCheck[] = []): Readonly<Record<string, number>> {
  const words = ownWords(checks.map(({ target = '', statistic }) => ({ name: `${target} ${statistic}` })));
  return Object.fromEntries(checks.map(({ p }, at) => [`check.${words[at]}`, p]));
}

function prefixed(
  prefix: string,
  scores: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(scores).map(([name, value]) => [`${prefix}.${name}`, value]));
}
