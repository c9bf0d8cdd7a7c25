import cifar10Cnn from '../../examples/cifar-10-cnn.json';
import digitsMlp from '../../examples/digits-mlp.json';
import fashionMnistCnn from '../../examples/fashion-mnist-cnn.json';
import type { Preset } from '../../src-shared/api';
import { experimentSchema } from '../../src-shared/experiment';

interface Description {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly input: unknown;
}

const descriptions: readonly Description[] = [
  {
    id: 'digits-mlp',
    title: 'Digits demo',
    about: 'Handwritten digits of 8 x 8 pixels and a small network: a whole run in under a minute.',
    input: digitsMlp,
  },
  {
    id: 'fashion-mnist-cnn',
    title: 'Fashion-MNIST CNN',
    about:
      'Ten kinds of clothing in 28 x 28 pixels and a small convolutional network: some minutes on a CPU.',
    input: fashionMnistCnn,
  },
  {
    id: 'cifar-10-cnn',
    title: 'CIFAR-10 CNN',
    about: 'Ten kinds of things in 32 x 32 colour pixels and a convolutional network: best on GPUs.',
    input: cifar10Cnn,
  },
];

/** The experiments of examples/, for the form to start from. */
export function presets(): readonly Preset[] {
  return descriptions.map(({ input, ...rest }) => ({ ...rest, experiment: experimentSchema.parse(input) }));
}
