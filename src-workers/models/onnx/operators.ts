import type { OperatorName } from '../../../src-files/onnx/operators';
import { attentionOperators } from './attention';
import { type Operator, refusal } from './call';
import { convolutionOperators } from './convolutions';
import { einsumOperators } from './einsum';
import { elementwiseOperators } from './elementwise';
import { shapeOperators } from './fold/shapes';
import { normOperators } from './norms';
import { placingOperators } from './placing';
import { poolingOperators } from './pooling';
import { productOperators } from './products';
import { recurrentOperators } from './recurrent';
import { reductionOperators } from './reductions';
import { resizeOperators } from './resize';

const all: { readonly [Name in OperatorName]?: Operator } = {
  ...attentionOperators,
  ...convolutionOperators,
  ...einsumOperators,
  ...elementwiseOperators,
  ...normOperators,
  ...placingOperators,
  ...poolingOperators,
  ...productOperators,
  ...recurrentOperators,
  ...reductionOperators,
  ...resizeOperators,
  ...shapeOperators,
};

/** What a node of that operator computes from data; arithmetic of shapes alone is none of it. */
export function operatorOf(name: OperatorName): Operator {
  return (
    all[name] ??
    (({ node }) => {
      throw refusal(node, 'is only done here with numbers that are known before the data');
    })
  );
}
