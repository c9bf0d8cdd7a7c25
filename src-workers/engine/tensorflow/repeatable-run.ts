import type { GraphNode, GraphValue } from '../graph/graph-builder';
import { neededFor, nodeOf } from '../graph/needed-nodes';
import { failedNodes } from './failed-nodes';

/** What a run leaves behind it: in variables, in memory of our own, on other GPUs. All that is no plain reading counts. */
const changing =
  /^(Assign|Resource|Scatter|ParasampleStep$|ParasampleAddGradients$|ParasampleSum|ParasamplePublish|ParasampleGather$)/;

/**
 * Whether a run that failed has changed nothing, so that it can be tried again: it never does, or does the same however often, or what
 * failed comes before all that changes something.
 * @param text TensorFlow's
 */
export function isRepeatable(
  text: string,
  nodes: readonly GraphNode[],
  fetches: readonly GraphValue[],
): boolean {
  const needed = neededFor(nodes, fetches);
  const changes = needed.filter(({ op }) => changing.test(op));
  if (changes.length === 0 || onlySets(needed)) return true;
  const failed = failedNodes(text);
  const comeBefore = (change: GraphNode) => {
    const before = new Set(neededFor(nodes, [change]).map(({ name }) => name));
    return failed.every((name) => name !== change.name && before.has(name));
  };
  return failed.length > 0 && changes.every(comeBefore);
}

/** Whether all that is done with variables is to set them to values that come of none. */
function onlySets(needed: readonly GraphNode[]): boolean {
  const variables = new Set(needed.filter(({ op }) => op === 'VarHandleOp').map(({ name }) => name));
  return needed.every(
    ({ op, inputs }) =>
      op === 'AssignVariableOp' ||
      (!changing.test(op) && !inputs.some((input) => variables.has(nodeOf(input)))),
  );
}
