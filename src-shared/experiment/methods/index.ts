import { z } from 'zod';
import { type AnyChoice, choiceOf, nameOf } from '../choice';
import { type InferenceSetting, inferenceSettings } from '../inference-settings';
import { deepEnsemble } from './deep-ensemble';
import { hmc } from './hmc';
import { ivon } from './ivon';
import { laplace } from './laplace';
import { lowRank } from './low-rank';
import { mcDropout } from './mc-dropout';
import type { MethodFacts } from './method-choice';
import { multiSwag } from './multi-swag';
import { pointEstimate } from './point-estimate';
import { rankOne } from './rank-1';
import { repulsiveEnsemble } from './repulsive-ensemble';
import { sgMcmc } from './sg-mcmc';
import { svgd } from './svgd';
import { swag } from './swag';
import { variational } from './variational';

/** All methods, in the order of the file's reference and of the form. */
export const methods = [
  variational,
  lowRank,
  rankOne,
  ivon,
  mcDropout,
  deepEnsemble,
  laplace,
  swag,
  multiSwag,
  repulsiveEnsemble,
  svgd,
  sgMcmc,
  hmc,
  pointEstimate,
] as const;

type FormsOf<List extends readonly AnyChoice[]> = {
  [Place in keyof List]: z.ZodObject<
    List[Place]['settings']['shape'] & typeof inferenceSettings,
    z.core.$strict
  >;
};

const [first, ...others] = methods.map(({ settings }) => settings.extend(inferenceSettings));
/** A method with its own settings and those of all methods. */
export const inferenceSchema = z.discriminatedUnion('method', [
  first,
  ...others,
]) as unknown as z.ZodDiscriminatedUnion<FormsOf<typeof methods>, 'method'>;

export type Inference = Readonly<z.output<typeof inferenceSchema>>;

export function methodFacts({ method }: Pick<Inference, 'method'>): MethodFacts {
  return choiceOf(methods, method, 'method');
}

/** Names of the methods to which a setting matters. */
export function methodsUsing(setting: InferenceSetting): readonly string[] {
  return methods.filter(({ uses }) => uses.includes(setting)).map((one) => nameOf(one, 'method'));
}
