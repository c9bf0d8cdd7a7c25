import { meaningOf } from '../../src-shared/metrics';

/** What scores of an evaluation are that runs do not have while they train. */
const words: Readonly<Record<string, string>> = {
  'calibration.adaptive': 'Calibration error, bins of as many items each',
  'calibration.adaptiveDebiased': 'The same as a root mean square, without what chance adds',
  'calibration.debiased': 'Calibration error as a root mean square, without what chance adds',
  'calibration.classwise': 'Calibration error of each class, their mean',
  'calibration.thresholded': 'Calibration error of probabilities above 0.01',
  'calibration.coverage50': 'Share of the truths inside the 50 % intervals',
  'calibration.coverage90': 'Share of the truths inside the 90 % intervals',
  'calibration.quantileError': 'How far quantiles are off, root mean square',
  'risk-coverage.aurc': 'Error of those answered, mean over how many are (refusing the least certain)',
  'risk-coverage.augrc': 'Error that is not refused, mean over how many are answered',
  'risk-coverage.coverageAt5': 'Share of the items that is answered at 5 % wrong',
  'sharpness.std': 'Standard deviation of predictions, mean',
  'sharpness.width50': 'Width of the 50 % intervals, mean',
  'sharpness.width90': 'Width of the 90 % intervals, mean',
  'quantiles.interval50': 'Interval score of the 50 % intervals',
  'quantiles.interval90': 'Interval score of the 90 % intervals',
  'quantiles.pinball': 'Pinball loss, mean over the quantiles',
  'skill.climatology': 'CRPS saved over predicting by the training targets alone, as a share',
  'skill.classShares':
    'Negative log-likelihood saved over telling each class by its share in training, as a share',
  'skill.persistence': 'CRPS saved over predicting what came last, as a share',
  'together.energy': 'Energy score of all values of an item together',
  'together.variogram': 'Variogram score of all values of an item together',
  'commonest.accuracy': 'How right always naming the commonest class of training would be',
  'disagreement.mean': 'Share of the samples’ answers that are another class than all together name',
  'disagreement.items': 'Share of the items of which some samples name another class',
};

/** What a score of an evaluation is, in words; empty where its name alone says it. */
export function scoreWords(name: string): string {
  const [scope, score = '', ...rest] = name.split('.');
  if (scope === 'by') return ofPart(rest.slice(1).join('.'), `of the group ${rest[0]}`);
  if (scope === 'data') return ofPart(rest.join('.'), `on ${score}`);
  if (scope === 'recall')
    return `Share of the items of class ${[score, ...rest].join('.')} that are named so`;
  if (scope === 'precision') return `Share of the items named ${[score, ...rest].join('.')} that are so`;
  if (scope === 'check') return `p value of the posterior predictive check of ${[score, ...rest].join(' ')}`;
  const known = Object.hasOwn(words, `${scope}.${score}`) ? words[`${scope}.${score}`] : undefined;
  if (known !== undefined) return rest.length === 0 ? known : `${known}; of ${rest.join('.')}`;
  const { label } = meaningOf(name);
  return label === name ? '' : label;
}

/** Groups have scores of test items without their scope, data of one's own too. */
function ofPart(score: string, of: string): string {
  const own = scoreWords(score) || scoreWords(`test.${score}`).replace(' (test)', '');
  return own === '' ? '' : `${own}, ${of}`;
}
