import type { Field } from './field';

const layered = { 'model.kind': ['mlp', 'cnn'] } as const;
const withHeads = { 'model.kind': ['vit', 'transformer'] } as const;
const withPatches = { 'model.kind': ['vit', 'swin'] } as const;
const ofTokens = { 'model.kind': ['vit', 'transformer', 'swin'] } as const;
const vit = { 'model.kind': ['vit'] } as const;
const transformer = { 'model.kind': ['transformer'] } as const;
const swin = { 'model.kind': ['swin'] } as const;

/** The kind of network and its sizes; choosing a kind fills in the sizes that it starts from. */
export const networkFields = {
  modelKind: {
    path: 'model.kind',
    label: 'Kind of network',
    kind: 'choice',
    help: 'Layers from the input to the prediction.',
    choices: [
      { value: 'mlp', label: 'Multilayer perceptron', help: 'Dense layers, for any data.' },
      { value: 'cnn', label: 'Convolutional network', help: 'For pictures.' },
      { value: 'vit', label: 'Vision transformer', help: 'For pictures, cut into patches.' },
      { value: 'transformer', label: 'Encoder-decoder transformer', help: 'For time series.' },
      { value: 'swin', label: 'Swin transformer', help: 'For gridded fields.' },
    ],
  },
  activation: {
    path: 'model.activation',
    fallback: 'relu',
    label: 'Activation',
    kind: 'choice',
    shownWhen: layered,
    help: 'Between the layers.',
    choices: [
      { value: 'relu', label: 'ReLU' },
      { value: 'tanh', label: 'tanh' },
      { value: 'gelu', label: 'GELU' },
    ],
  },
  channels: {
    path: 'model.channels',
    fallback: '32, 64, 128',
    label: 'Convolution channels',
    kind: 'whole-list',
    shownWhen: { 'model.kind': ['cnn'] },
    help: 'One 3 × 3 convolution and 2 × 2 pooling for each number.',
  },
  hidden: {
    path: 'model.hidden',
    fallback: '64, 128',
    label: 'Hidden layers',
    kind: 'whole-list',
    optional: true,
    shownWhen: layered,
    help: 'Units of each layer, with commas between: 64, 128.',
  },
  patchSize: {
    path: 'model.patchSize',
    label: 'Patch side',
    kind: 'whole',
    shownWhen: withPatches,
    help: 'In pixels, or cells of the grid; each patch is one token.',
  },
  width: {
    path: 'model.width',
    label: 'Width',
    kind: 'whole',
    shownWhen: ofTokens,
    help: 'Numbers that stand for a token; its heads share them.',
  },
  heads: {
    path: 'model.heads',
    label: 'Heads',
    kind: 'whole',
    shownWhen: withHeads,
    help: 'Of each attention; a divisor of the width.',
  },
  depth: {
    path: 'model.depth',
    label: 'Blocks',
    kind: 'whole',
    shownWhen: vit,
    help: 'Attention and dense layers, one after the other.',
  },
  mlpWidth: {
    path: 'model.mlpWidth',
    label: 'Hidden units of a block',
    kind: 'whole',
    shownWhen: vit,
    help: 'Between its two dense layers.',
  },
  encoderLayers: {
    path: 'model.encoderLayers',
    label: 'Encoder layers',
    kind: 'whole',
    shownWhen: transformer,
    help: 'They read the history.',
  },
  decoderLayers: {
    path: 'model.decoderLayers',
    label: 'Decoder layers',
    kind: 'whole',
    shownWhen: transformer,
    help: 'They forecast the steps ahead.',
  },
  feedForward: {
    path: 'model.feedForward',
    label: 'Hidden units of a layer',
    kind: 'whole',
    shownWhen: transformer,
    help: 'Between its two dense parts.',
  },
  depths: {
    path: 'model.depths',
    label: 'Blocks of each stage',
    kind: 'whole-list',
    shownWhen: swin,
    help: 'Each further stage halves the grid and doubles the width.',
  },
  headWidth: {
    path: 'model.headWidth',
    label: 'Width of a head',
    kind: 'whole',
    shownWhen: swin,
    help: 'A divisor of the width.',
  },
  window: {
    path: 'model.window',
    label: 'Window side',
    kind: 'whole',
    shownWhen: swin,
    help: 'In tokens; attention stays within windows.',
  },
} as const satisfies Readonly<Record<string, Field>>;
