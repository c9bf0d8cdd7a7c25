import cifar10Cnn from '../../examples/cifar-10-cnn.json';
import cifar10VitTiny from '../../examples/cifar-10-vit-tiny.json';
import concreteHmc from '../../examples/concrete-hmc.json';
import concreteMlp from '../../examples/concrete-mlp.json';
import digitsMlp from '../../examples/digits-mlp.json';
import fashionMnistCnn from '../../examples/fashion-mnist-cnn.json';
import metroTrafficMlp from '../../examples/metro-traffic-mlp.json';
import metroTrafficTransformer from '../../examples/metro-traffic-transformer.json';
import stormSwin from '../../examples/storm-swin.json';
import yachtEnsemble from '../../examples/yacht-ensemble.json';
import { experimentSchema } from '../../src-shared/experiment/experiment';
import type { Preset } from '../../src-shared/protocol/api';

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
    about:
      'Handwritten digits of 8 x 8 pixels and a small network: a whole run in under a minute. Tempered: heat 0.1 weighs the KL divergence at a tenth of Bayes’.',
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
  {
    id: 'cifar-10-vit-tiny',
    title: 'CIFAR-10 ViT-Tiny',
    about: 'The vision transformer of the paper as it stands there, 16 samples and 80 epochs: for GPUs.',
    input: cifar10VitTiny,
  },
  {
    id: 'concrete-mlp',
    title: 'Concrete strength',
    about: 'A table of 1,030 mixtures and a small network that predicts their strength: some seconds.',
    input: concreteMlp,
  },
  {
    id: 'concrete-hmc',
    title: 'Concrete strength, Markov chains',
    about:
      'The same table by four Markov chains of a smaller network on all rows (NUTS), the reference that other methods are held against: some minutes.',
    input: concreteHmc,
  },
  {
    id: 'yacht-ensemble',
    title: 'Yacht resistance, ensemble',
    about:
      'A table of 308 hulls and six networks, each of which predicts the resistance and how far it may be off: some seconds.',
    input: yachtEnsemble,
  },
  {
    id: 'metro-traffic-mlp',
    title: 'Traffic of next week, MLP',
    about:
      'Three weeks of hourly traffic predict the next week: the forecasting network of the paper, about a minute.',
    input: metroTrafficMlp,
  },
  {
    id: 'metro-traffic-transformer',
    title: 'Traffic of tomorrow, transformer',
    about: 'Three days of hourly traffic and the calendar predict the next day: a small encoder-decoder.',
    input: metroTrafficTransformer,
  },
  {
    id: 'storm-swin',
    title: 'Storm, Swin transformer',
    about: 'Six fields of a storm on a grid predict those of six hours later: a small Swin.',
    input: stormSwin,
  },
];

/** What the presets are called; their experiments need not be read for that. */
export const presetIds: readonly string[] = descriptions.map(({ id }) => id);

/** The experiments of examples/, for the form to start from. */
export function presets(): readonly Preset[] {
  return descriptions.map(({ input, ...rest }) => ({ ...rest, experiment: experimentSchema.parse(input) }));
}
