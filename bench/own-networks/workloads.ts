/** A network that torch_networks.py makes, with what it is trained on. */
export interface OwnNetwork {
  readonly name: string;
  readonly samples: number;
  readonly items: number;
  /** As the data lie here: [height, width, channels], or [steps, features]. */
  readonly inputShape: readonly number[];
  /** Ways in which PyTorch computes samples; the quickest counts. */
  readonly ways: readonly string[];
}

const ofPictures = ['vmap', 'one by one', 'one by one, channels last'];

export const ownNetworks: readonly OwnNetwork[] = [
  { name: 'resnet-18', samples: 4, items: 32, inputShape: [32, 32, 3], ways: ofPictures },
  { name: 'u-net', samples: 4, items: 8, inputShape: [64, 64, 3], ways: ofPictures },
  { name: 'lstm', samples: 8, items: 32, inputShape: [96, 8], ways: ['by hand', 'one by one'] },
  {
    name: 'timm-vit-tiny',
    samples: 4,
    items: 16,
    inputShape: [64, 64, 3],
    ways: ['by hand', 'vmap', 'one by one'],
  },
];

/** Our own ViT, to be held against itself. */
export const ownVit: OwnNetwork = {
  name: 'own-vit',
  samples: 4,
  items: 16,
  inputShape: [32, 32, 3],
  ways: [],
};

/** What torch_networks.py is told of it: pictures have their channels first there. */
export function forTorch({ name, samples, items, inputShape }: OwnNetwork): string {
  const [height, width, channels] = inputShape;
  const shape = inputShape.length === 3 ? [channels, height, width] : inputShape;
  return JSON.stringify({ name, samples, torchShape: [items, ...shape] });
}
