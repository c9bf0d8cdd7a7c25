import { BadInputError } from '../../src-shared/errors';
import type { NetworkFile, OnnxNode } from './network-file';
import { isOperator, operators } from './operators';

/**
 * The nodes that the outputs come from, in the file's order, which is one that they can be computed in.
 * @throws BadInputError where one takes what no other before it gives, or has an operator that is not here
 */
export function neededNodes({
  path,
  nodes,
  inputs,
  outputs,
  initialisers,
}: NetworkFile): readonly OnnxNode[] {
  const given = new Set([...inputs.map(({ name }) => name), ...initialisers.keys(), '']);
  for (const node of nodes) {
    const missing = node.inputs.find((name) => !given.has(name));
    if (missing !== undefined)
      throw new BadInputError(
        `model.path: ${path} is no network that can be computed: ${node.name} takes ${missing}, which nothing before it gives.`,
      );
    for (const name of node.outputs) given.add(name);
  }
  const wanted = new Set(outputs);
  const needed = [...nodes].reverse().filter((node) => {
    if (!node.outputs.some((name) => name !== '' && wanted.has(name))) return false;
    for (const name of node.inputs) wanted.add(name);
    return true;
  });
  for (const { operator, name } of needed.reverse())
    if (!isOperator(operator))
      throw new BadInputError(
        `model.path: ${path} needs the operator ${operator} (node ${name}), which is not here; there are ${operators.join(', ')}.`,
      );
  return needed;
}
