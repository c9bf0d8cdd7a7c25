import { floatAttribute, intAttribute } from '../graph/attributes';
import type { GraphBuilder, GraphValue } from '../graph/graph-builder';
import { ivonNumbers } from '../ivon';
import type { IvonSettings } from '../program';
import type { UpdatePart } from '../update-parts';
import { binary, joined, type TrainedVariable } from './gradient-graph';
import { addIvonStep, type IvonFeeds } from './ivon-step-graph';
import type { UpdateRule } from './update-rule';
import { done } from './variables';

const scalars = ['perItem', 'debias', 'rate'] as const;

/**
 * IVON for the Gaussians among the parameters, and `others` for the rest: Gaussians have no gradient there, which leaves
 * them as they are, and take their own step once that is done.
 */
export function addIvon(
  graph: GraphBuilder,
  trained: TrainedVariable,
  others: UpdateRule,
  settings: IvonSettings,
): UpdateRule {
  const [perItem, debias, rate] = scalars.map((name) => graph.placeholder(`ivon_${name}`, [], 'float32'));
  const feeds: IvonFeeds = { perItem, debias, rate };
  const { variable, flatParameters, parts } = trained;
  const [moment] = others.state;
  const lengths = stretchesOf(parts).map(({ length }) => length);
  const split = (flat: GraphValue) => splitAt(graph, flat, lengths);
  const read = (handle: GraphValue, after: readonly GraphValue[]): GraphValue =>
    graph.add(
      'ReadVariableOp',
      [handle],
      { dtype: floatAttribute },
      { shape: flatParameters.shape, type: 'float32' },
      after,
    );

  const applyTo = (gradients: GraphValue): GraphValue => {
    const moments = read(moment, []);
    const before = {
      parameters: split(flatParameters),
      gradients: split(gradients),
      moments: split(moments),
    };
    const left = binary(graph, 'Mul', gradients, joined(graph, outsideGaussians(graph, parts)));
    const output = { shape: left.shape, type: 'float32' } as const;
    const applied = others.applyTo(graph.add('Identity', [left], { T: floatAttribute }, output, [moments]));
    const after = [split(read(variable, [applied])), split(read(moment, [applied]))] as const;
    let at = 0;
    const stepped = parts.map(({ gaussian }) => {
      const place = at;
      at += gaussian ? 2 : 1;
      if (!gaussian) return { parameters: [after[0][place]], moments: [after[1][place]] };
      return addIvonStep(graph, before, place, gaussian.precision, { settings, feeds });
    });
    const assign = (handle: GraphValue, values: readonly GraphValue[]): GraphValue =>
      graph.add(
        'AssignVariableOp',
        [handle, joined(graph, values)],
        { dtype: floatAttribute },
        { shape: [], type: 'float32' },
        [...after[0], ...after[1]],
      );
    return done(graph, [
      assign(
        variable,
        stepped.flatMap((one) => one.parameters),
      ),
      assign(
        moment,
        stepped.flatMap((one) => one.moments),
      ),
    ]);
  };

  return {
    state: others.state,
    applyTo,
    scalarsOf: (step) => {
      const numbers = ivonNumbers(settings, step);
      const own = scalars.map((name) => [feeds[name], Float32Array.of(numbers[name])] as const);
      return new Map([...others.scalarsOf(step), ...own]);
    },
  };
}

interface Stretch {
  readonly length: number;
  readonly isGaussian: boolean;
}

/** Stretches of the flat vector: of a Gaussian its means and its log standard deviations. */
function stretchesOf(parts: readonly UpdatePart[]): readonly Stretch[] {
  return parts.flatMap(({ end, gaussian }, index): readonly Stretch[] => {
    const length = end - (parts[index - 1]?.end ?? 0);
    if (!gaussian) return [{ length, isGaussian: false }];
    return [
      { length: length / 2, isGaussian: true },
      { length: length / 2, isGaussian: true },
    ];
  });
}

/** Ones, but zeros where Gaussians are. */
function outsideGaussians(graph: GraphBuilder, parts: readonly UpdatePart[]): readonly GraphValue[] {
  return stretchesOf(parts).map(({ length, isGaussian }) =>
    graph.fill([length], isGaussian ? 0 : 1, 'float32'),
  );
}

function splitAt(graph: GraphBuilder, flat: GraphValue, lengths: readonly number[]): readonly GraphValue[] {
  const attributes = {
    T: floatAttribute,
    Tlen: intAttribute,
    num_split: { kind: 'int', value: lengths.length },
  } as const;
  const inputs = [flat, graph.ints(lengths), graph.scalar(0, 'int32')];
  const split = graph.add('SplitV', inputs, attributes, { shape: [], type: 'float32' });
  return lengths.map((length, index) => ({
    ...split,
    name: split.name.replace(/0$/, `${index}`),
    shape: [length],
  }));
}
