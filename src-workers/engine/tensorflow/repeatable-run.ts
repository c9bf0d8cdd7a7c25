import type { GraphNode, GraphValue } from '../graph/graph-builder';
import { neededFor } from '../graph/needed-nodes';
import { failedNodes } from './failed-nodes';

/** What a run leaves behind it: in variables, in memory of our own, on other GPUs. All that is no plain reading counts. */
const changing =
  /^(Assign|Resource|Scatter|ParasampleStep$|ParasampleAddGradients$|ParasampleSum|ParasamplePublish|ParasampleGather$)/;

/**
 * Whether a run that failed has changed nothing, so that it can be tried again: it never does, or what failed comes before all that
 * does.
 * @param text TensorFlow's
 */
export function isRepeatable(
  text: string,
  nodes: readonly GraphNode[],
  fetches: readonly GraphValue[],
): boolean {
  const changes = neededFor(nodes, fetches).filter(({ op }) => changing.test(op));
  if (changes.length === 0) return true;
  const failed = failedNodes(text);
  const comeBefore = (change: GraphNode) => {
    const needed = new Set(neededFor(nodes, [change]).map(({ name }) => name));
    return failed.every((name) => name !== change.name && needed.has(name));
  };
  return failed.length > 0 && changes.every(comeBefore);
}
