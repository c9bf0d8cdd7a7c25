import { z } from 'zod';

/** The network of a run. */

const count = z.int().min(1);
const layerCount = count.max(100);

/** Probability with which Monte Carlo dropout drops a hidden unit of the dense layers. */
const dropout = z.number().min(0).lt(1).default(0);
const activation = z.enum(['relu', 'tanh', 'gelu']).default('relu');

export const modelSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('mlp'),
    hidden: z.array(count).max(20).default([64, 128]),
    activation,
    dropout,
  }),
  z.strictObject({
    kind: z.literal('cnn'),
    /** Output channels of each 3 x 3 convolution; every one is followed by 2 x 2 max pooling. */
    channels: z.array(count).min(1).max(8).default([32, 64, 128]),
    hidden: z.array(count).max(20).default([256]),
    activation,
    dropout,
  }),
  /** Vision transformer; the defaults are the paper's Tiny, its Base has width 768 and MLP width 3072. */
  z.strictObject({
    kind: z.literal('vit'),
    /** Side of a patch in pixels; it divides both sides of the image. */
    patchSize: count.default(4),
    /** Numbers per patch, a multiple of `heads` and of 4. */
    width: count.default(192),
    depth: layerCount.default(6),
    heads: count.default(3),
    /** Hidden units of each block's dense layers. */
    mlpWidth: count.default(768),
    dropout,
  }),
  /** Encoder-decoder transformer for time series. */
  z.strictObject({
    kind: z.literal('transformer'),
    /** Numbers per time step, a multiple of `heads` and of 2. */
    width: count.default(128),
    heads: count.default(4),
    encoderLayers: layerCount.default(3),
    decoderLayers: layerCount.default(3),
    /** Hidden units of each layer's dense part. */
    feedForward: count.default(256),
    dropout,
  }),
  /** Swin transformer for gridded fields, down through these stages and up again. */
  z.strictObject({
    kind: z.literal('swin'),
    /** Side of a patch in cells; grids that patches do not tile are padded with zeros. */
    patchSize: count.default(2),
    /** Numbers per patch in the first stage, a multiple of `headWidth`; each further stage has twice as many. */
    width: count.default(96),
    /** Blocks of each stage, plain and shifted windows in turn. */
    depths: z.array(layerCount).min(1).max(8).default([2, 2, 2]),
    headWidth: count.default(32),
    /** Side of a window in patches; smaller where the grid is. */
    window: count.default(7),
    dropout,
  }),
]);

export type Model = Readonly<z.output<typeof modelSchema>>;
