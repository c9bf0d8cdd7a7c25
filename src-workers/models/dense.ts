import {
  add,
  customGrad,
  type GradSaveFunc,
  matMul,
  reshape,
  sum,
  type Tensor,
  type Tensor3D,
} from '@tensorflow/tfjs-core';

/**
 * A fully connected layer, each sample with its own weights or all with the same.
 * @param x [samples or 1, items, ..., in]
 * @param weight [samples or 1, in, out]
 * @param bias [samples or 1, out], or none
 * @returns [samples or 1, items, ..., out]
 */
export function dense(x: Tensor, weight: Tensor, bias: Tensor | undefined): Tensor {
  const [samples, ...rest] = x.shape;
  const inputs = rest[rest.length - 1];
  const rows = x.size / samples / inputs;
  const product = multiply(reshape(x, [samples, rows, inputs]), weight as Tensor3D);
  const out = bias ? add(product, reshape(bias, [bias.shape[0], 1, bias.shape[1] ?? 1])) : product;
  return reshape(out, [out.shape[0], ...rest.slice(0, -1), product.shape[2]]);
}

function multiply(x: Tensor3D, weight: Tensor3D): Tensor3D {
  const [samples, rows, inputs] = x.shape;
  if (samples === weight.shape[0]) return matMul(x, weight);
  if (samples === 1) return oneInputProduct(x, weight);
  // Shared weights: one product over the rows of all samples, whose gradient sums over them.
  const all = matMul(reshape(x, [1, samples * rows, inputs]), weight);
  return reshape(all, [samples, rows, weight.shape[2]]);
}

/** One input [1, rows, in] for the weights of all samples: tfjs's own gradient does not sum over what is repeated. */
function oneInputProduct(x: Tensor3D, weight: Tensor3D): Tensor3D {
  const op = customGrad<Tensor3D>((...args) => {
    const [xIn, weightIn, save] = args as [Tensor3D, Tensor3D, GradSaveFunc];
    save([xIn, weightIn]);
    return {
      value: matMul(xIn, weightIn),
      gradFunc: (dy: Tensor3D, [xSaved, weightSaved]: Tensor[]) => [
        sum(matMul(dy, weightSaved, false, true), 0, true),
        matMul(xSaved, dy, true, false),
      ],
    };
  });
  return op(x, weight);
}
