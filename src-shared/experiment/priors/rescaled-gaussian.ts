import { z } from 'zod';
import type { PriorChoice } from './prior-choice';

/** The scale that torch_blue's layers, and the runs of arXiv 2604.04736, have: a third of the variance. */
export const torchBlueScale = 1 / Math.sqrt(3);

const settings = z.strictObject({
  kind: z.literal('rescaled-gaussian'),
  /** 1 is a standard deviation of 1/sqrt(fan_in); torch_blue's layers have 0.5773502691896258, 1/sqrt(3). */
  scale: z.number().positive().default(1),
});

/** Standard deviation scale/sqrt(fan_in), and a little that keeps torch_blue's the same: 1/sqrt(3 fan_in) + 1e-5. */
export function rescaledStd(scale: number, fanIn: number): number {
  return scale / Math.sqrt(fanIn) + (scale / torchBlueScale) * 1e-5;
}

export const rescaledGaussian: PriorChoice<typeof settings> = {
  settings,
  title: 'Gaussian, rescaled by layer',
  help: 'Around zero, narrower where a layer has more inputs: in long runs at heat 1 it can empty a network.',
  fields: {
    scale: {
      label: 'Prior scale',
      kind: 'number',
      help: 'In times of 1/√(inputs of the layer); torch_blue has 0.577, which is 1/√3.',
    },
  },
  hasClosedForm: true,
  hasDensity: true,
  suggestsStart: true,
  normalStd: ({ scale }, fanIn) => rescaledStd(scale, fanIn),
  torchBlue: ({ scale }) =>
    `{"prior": MeanFieldNormal(${scale === torchBlueScale ? '' : `std=${scale / torchBlueScale}`}), "rescale_prior": True}`,
  isInClusterProject: true,
  reference: {
    prior_name: 'MeanFieldNormal',
    rescale_prior: true,
    difference: ({ scale }) =>
      scale === torchBlueScale ? undefined : `Its rescaled prior has the scale ${torchBlueScale}.`,
  },
};
