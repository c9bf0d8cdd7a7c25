import type { SettingsOf } from '../program';
import { addMomentum } from '../tensorflow/momentum-graph';
import type { Optimiser } from './optimiser';

/** Stochastic gradient descent with momentum, PyTorch's form: velocity = momentum * velocity + gradient. */
export const sgd: Optimiser<SettingsOf<'sgd'>> = {
  moments: 1,
  updateOf: ({ weightDecay, momentum: usual }, { learningRate, momentum = usual }) => ({
    decay: weightDecay,
    shrink: 0,
    rate: learningRate,
    a: momentum,
    b: 0,
    epsilon: 0,
  }),
  move: ({ parameters, gradients, moments: [velocity], first, end, scale }, { decay, rate, a: momentum }) => {
    for (let at = first; at < end; at += 1) {
      velocity[at] = momentum * velocity[at] + (scale * gradients[at] + decay * parameters[at]);
      parameters[at] -= rate * velocity[at];
    }
  },
  addTo: addMomentum,
};
