import type { OperatorName } from '../../../src-files/onnx/operators';
import { type Operator, refusal } from './call';
import { elementwiseOperators } from './elementwise';
import { normOperators } from './norms';
import { pictureOperators } from './pictures';
import { productOperators } from './products';
import { shapeOperators } from './shapes';

const all: { readonly [Name in OperatorName]?: Operator } = {
  ...elementwiseOperators,
  ...normOperators,
  ...pictureOperators,
  ...productOperators,
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
