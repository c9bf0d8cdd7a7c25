import type { Experiment } from '../../src-shared/experiment/experiment';
import { startOf } from '../../src-shared/experiment/start';
import { foreignNames, handedOnTo, overruledNames } from '../processes/listened-variables';
import type { EngineInUse } from './engine-choice';

type Variables = Readonly<Record<string, string | undefined>>;

/** What a run's log begins with: what it trains with, what its weights begin at, and what of the environment decides. */
export function firstNotes(
  experiment: Experiment,
  engine: EngineInUse,
  variables: Variables,
): readonly string[] {
  return [
    `Trains with ${engine.text}.`,
    ...beginnings(experiment),
    ...environmentNotes(experiment, variables),
  ];
}

function beginnings(experiment: Experiment): readonly string[] {
  const { model } = experiment;
  const start = startOf(experiment);
  const whose = start?.run === undefined ? start?.file : `run ${start.run}`;
  const head = 'head' in model ? model.head : undefined;
  return [
    ...(start ? [`Weights begin at those of ${whose}.`] : []),
    ...(start?.fresh ? [`Afresh begin ${start.fresh.join(', ')}.`] : []),
    ...(head ? [`The last layer is made anew for ${head.classes} outputs and begins afresh.`] : []),
  ];
}

/** Which of a person's variables reach the workers of an experiment, and which do not. */
export function environmentNotes(experiment: Experiment, variables: Variables): readonly string[] {
  const handedOn = Object.entries(handedOnTo(experiment, variables)).sort();
  const overruled = overruledNames(experiment, variables);
  const foreign = foreignNames(variables);
  const handed = handedOn.map((entry) => entry.join('='));
  return [
    ...noteOf('Set where Parasample was started, and handed on to workers', handed),
    ...noteOf('Set where Parasample was started, but a run sets it itself', overruled),
    ...noteOf(
      'Set where Parasample was started, but not for workers, whose numbers it would change',
      foreign,
    ),
  ];
}

function noteOf(what: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${what}: ${names.join(', ')}.`];
}
