import type { StartTable } from '../../src-shared/network/start-match';

const shapes = { 'stem.weight': [8, 1, 3, 3], 'fc.weight': [10, 8], 'fc.bias': [10] };
const theirs = {
  'stem.weight': [8, 1, 3, 3],
  'head.1.weight': [10, 8],
  'head.1.bias': [10],
  'head.2.bias': [10],
};

/** Of a network whose last layer has another name in the file. */
export function fakeStartTable(names: Readonly<Record<string, string>>): StartTable {
  const proposals: Readonly<Record<string, string>> = {
    'fc.weight': 'head.1.weight',
    'fc.bias': 'head.1.bias',
  };
  const rows = Object.entries(shapes).map(([name, shape]) => {
    const inFile = names[name] ?? (name in theirs ? name : undefined);
    if (inFile !== undefined) return { name, shape, inFile };
    return { name, shape, why: `${name} is missing`, proposed: proposals[name] };
  });
  const taken = rows.flatMap(({ inFile }) => inFile ?? []);
  const free = Object.entries(theirs)
    .filter(([name]) => !taken.includes(name))
    .map(([name, shape]) => ({ name, shape }));
  return { rows, foldedAway: [], free };
}
