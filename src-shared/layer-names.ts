import type { Model } from './model-settings';

/**
 * The names of the layers that a network has, in no particular order, before it is built.
 * @param hasCalendar whether the data tell the time of the steps to forecast
 */
export function layerNames(model: Model, hasCalendar: boolean): readonly string[] {
  switch (model.kind) {
    case 'mlp':
      return denseNames(model.hidden);
    case 'cnn':
      return [...numbered('convolutions', model.channels.length), ...denseNames(model.hidden)];
    case 'vit':
      return [
        ...under('to_patch_embedding', ['1', '2', '3']),
        ...numbered('transformer.layers', model.depth).flatMap((name) => under(name, vitBlock)),
        'transformer.norm',
        'linear_head',
      ];
    case 'transformer':
      return [
        'history_embedding',
        ...(hasCalendar ? ['horizon_embedding'] : []),
        ...numbered('encoder.layers', model.encoderLayers).flatMap((name) => under(name, encoderLayer)),
        'encoder.norm',
        ...numbered('decoder.layers', model.decoderLayers).flatMap((name) => under(name, decoderLayer)),
        'decoder.norm',
        'head',
      ];
    case 'swin':
      return [...under('patch_embed', ['proj', 'norm']), ...swinStages(model.depths), 'norm', 'head'];
  }
}

const vitBlock = ['0.norm', '0.to_qkv', '0.to_out', '1.net.0', '1.net.1', '1.net.3'];
const encoderLayer = ['self_attn.in_proj', 'self_attn.out_proj', 'linear1', 'linear2', 'norm1', 'norm2'];
const decoderLayer = [
  ...encoderLayer,
  'multihead_attn.q_proj',
  'multihead_attn.kv_proj',
  'multihead_attn.out_proj',
  'norm3',
];
/** `attn` itself holds the table of relative positions. */
const swinBlock = ['norm1', 'attn', 'attn.qkv', 'attn.proj', 'norm2', 'mlp.fc1', 'mlp.fc2'];
const swinWayUp = ['upsample.expand', 'upsample.norm', 'join_below', 'join_skip'];

/** Every stage but the coarsest is passed twice: on the way down and on the way up. */
function swinStages(depths: readonly number[]): readonly string[] {
  const blocks = (stage: string, depth: number) =>
    numbered(`${stage}.blocks`, depth).flatMap((name) => under(name, swinBlock));
  return depths.flatMap((depth, stage) => {
    const down = blocks(`layers.${stage}`, depth);
    if (stage === depths.length - 1) return down;
    return [
      ...down,
      ...under(`layers.${stage}.downsample`, ['norm', 'reduction']),
      ...blocks(`up.${stage}`, depth),
      ...under(`up.${stage}`, swinWayUp),
    ];
  });
}

function denseNames(hidden: readonly number[]): readonly string[] {
  return numbered('layers', hidden.length + 1);
}

function numbered(name: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${name}.${index}`);
}

function under(name: string, parts: readonly string[]): readonly string[] {
  return parts.map((part) => `${name}.${part}`);
}
