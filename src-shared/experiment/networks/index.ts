import type { z } from 'zod';
import { choiceOf, schemaOf } from '../choice';
import { cnn } from './cnn';
import { mlp } from './mlp';
import type { NetworkFacts } from './network-choice';
import { onnx } from './onnx';
import { swin } from './swin';
import { transformer } from './transformer';
import { vit } from './vit';

/** All networks, in the order of the file's reference and of the form. */
export const networks = [mlp, cnn, vit, transformer, swin, onnx] as const;

export const modelSchema = schemaOf(networks, 'kind');
export type Model = Readonly<z.output<typeof modelSchema>>;

export function networkFacts({ kind }: Pick<Model, 'kind'>): NetworkFacts<Model> {
  return choiceOf(networks, kind);
}
