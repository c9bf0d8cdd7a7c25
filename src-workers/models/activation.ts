import { relu, type Tensor, tanh } from '@tensorflow/tfjs-core';
import { gelu } from './gelu';

export type Activation = 'relu' | 'tanh' | 'gelu';

export function activate<T extends Tensor>(x: T, activation: Activation): T {
  switch (activation) {
    case 'relu':
      return relu(x);
    case 'tanh':
      return tanh(x);
    case 'gelu':
      return gelu(x);
  }
}
