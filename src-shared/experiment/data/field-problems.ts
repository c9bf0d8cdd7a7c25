import type { Experiment } from '../experiment';
import type { Problem } from '../problem';
import type { DataSettings } from '.';
import { fieldNames } from './field-roles';

/** Scores are called by the fields, and names of scores have an end. */
const longestName = 48;

/** What variables of fields are named for. */
export function fieldProblems({ data, inference }: Experiment): Problem[] {
  if (data.dataset !== 'field') return [];
  return [
    ...twice('data.variables', data.variables, 'each is seen once'),
    ...twice('data.static', data.static, 'each is seen once'),
    ...twice('data.targets', data.targets ?? [], 'each is predicted once'),
    ...staticProblems(data),
    ...levelProblems(data),
    ...longNames(data.targets ?? []),
    ...(data.areaWeights ? areaProblems(inference) : []),
  ];
}

function areaProblems({ method, noise }: Experiment['inference']): Problem[] {
  const path = 'data.areaWeights';
  if (method === 'laplace')
    return [
      { path, message: 'Laplace’s curvature does not weigh cells; leave it out, or use another method.' },
    ];
  if (noise.kind !== 'samples') return [];
  return [
    {
      path,
      message:
        'The objective whose noise is that of the samples (inference.noise) does not weigh cells; leave it out, or take another noise.',
    },
  ];
}

function twice(path: string, names: readonly string[], once: string): Problem[] {
  const again = names.find((name, at) => names.indexOf(name) < at);
  return again === undefined ? [] : [{ path, message: `${again} is there twice; ${once}.` }];
}

function staticProblems({
  static: still,
  variables,
  targets = [],
  staticPath,
}: Extract<DataSettings, { readonly dataset: 'field' }>): Problem[] {
  if (staticPath !== undefined && still.length === 0)
    return [
      {
        path: 'data.static',
        message:
          'data.staticPath is the file of static fields, and none is named; name them, or leave it out.',
      },
    ];
  const both = still.find((name) => variables.includes(name) || targets.includes(name));
  if (both === undefined) return [];
  return [
    {
      path: 'data.static',
      message: `${both} is named among the ${variables.includes(both) ? 'variables' : 'targets'} already, which change from step to step; take it out of one of the two.`,
    },
  ];
}

/** A variable with all its levels, and one of them beside it. */
function levelProblems({
  targets = [],
  levels = [],
}: Extract<DataSettings, { readonly dataset: 'field' }>): Problem[] {
  const again = targets.find((name) =>
    targets.some((whole) => whole !== name && fieldNames({ variables: [whole], levels }).includes(name)),
  );
  if (again === undefined) return [];
  return [
    {
      path: 'data.targets',
      message: `${again} is one of the levels of a variable that is predicted at all of them; name one of the two.`,
    },
  ];
}

function longNames(names: readonly string[]): Problem[] {
  const long = names.find(({ length }) => length > longestName);
  if (long === undefined) return [];
  return [
    {
      path: 'data.targets',
      message: `${long} has more than ${longestName} characters, too many for the names of scores; call it by a shorter name.`,
    },
  ];
}
