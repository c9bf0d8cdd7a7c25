import { headsOf } from './data/heads';
import { namedTargets } from './data/named-targets';
import type { Experiment } from './experiment';
import { noiseFacts } from './noise';
import type { Problem } from './problem';

const path = 'data.heads';

/** What the heads of several targets ask of the data and of each other. */
export function headProblems(experiment: Experiment): readonly Problem[] {
  const { data, model } = experiment;
  const heads = headsOf(data);
  if (heads.length === 0) return [];
  const problems: readonly (Problem | false)[] = [
    ...matchProblems(experiment),
    model.kind === 'onnx' &&
      model.head !== undefined && {
        path: 'model.head',
        message: 'One last layer is made anew, and several heads have one each; leave it out.',
      },
    ...heads.flatMap((head, at) => noiseProblems(experiment, head, at)),
  ];
  return problems.filter((problem) => problem !== false);
}

/** A head for each target, and a target for each head. */
function matchProblems({ data }: Experiment): readonly Problem[] {
  const { path: where, names: targets } = namedTargets(data);
  const named = headsOf(data).map(({ target }) => target);
  const twice = named.find((name, at) => named.indexOf(name) < at);
  const foreign = named.find((name) => !targets.includes(name));
  const without = targets.find((name) => !named.includes(name));
  const problems: readonly (Problem | false)[] = [
    twice !== undefined && { path, message: `${twice} has two heads; each target has one.` },
    foreign !== undefined && {
      path,
      message: `There is a head for ${foreign}, which is not predicted; name it in ${where}, or leave its head out.`,
    },
    without !== undefined && {
      path,
      message: `${without} is predicted and has no head; add one, or leave it out of ${where}.`,
    },
  ];
  return problems.filter((problem) => problem !== false);
}

function noiseProblems(
  experiment: Experiment,
  { target, task, noise }: ReturnType<typeof headsOf>[number],
  at: number,
): readonly Problem[] {
  if (task === 'classification') return [];
  if (noiseFacts(noise).isSpreadOfSamples)
    return [
      {
        path: `${path}.${at}.noise`,
        message: `The spread of the samples is no density that ${target} could share with other heads; use learned or predicted.`,
      },
    ];
  const alone = { ...experiment, inference: { ...experiment.inference, noise } };
  return noiseFacts(noise)
    .problems(alone)
    .map(({ message }) => ({ path: `${path}.${at}.noise`, message: `${target}: ${message}` }));
}
