import { safeParse, type z } from 'zod';
import { choiceOf, nameOf } from '../../src-shared/experiment/choice';
import { type DataSettings, dataChoices, kindOfData } from '../../src-shared/experiment/data';
import { methods } from '../../src-shared/experiment/methods';
import { modelSchema, networks } from '../../src-shared/experiment/networks';
import { priors } from '../../src-shared/experiment/priors';
import { type Settings, valueAt } from '../../src-shared/experiment/setting-paths';
import { type Texts, textsOf } from '../settings/assemble';

/**
 * What choosing a setting asks of others that stand at a value it cannot run with: a transformer needs its sizes, a
 * network with dropout a probability, a mesh its groups; a point estimate is one sample, and Student's t has no
 * divergence in closed form. Whatever can stay stays.
 */
export function withConsequences(texts: Texts, changed: string, devices: number): Texts {
  if (changed === augmentations) return { ...texts, ...askedByAugmentations(texts) };
  if (changed === 'data.dataset') return { ...texts, ...askedByData(texts) };
  if (changed === 'model.kind') return { ...texts, ...askedByNetwork(texts) };
  if (changed === 'inference.method') return { ...texts, ...askedByMethod(texts) };
  if (changed === 'inference.prior.kind') return { ...texts, ...askedByPrior(texts) };
  if (changed === 'parallel.mode') return { ...texts, ...askedByMode(texts, devices) };
  return texts;
}

const augmentations = 'training.augmentations';

/** Nothing sees a change without a view. */
function askedByAugmentations(texts: Texts): Texts {
  return texts[augmentations] !== '' && texts['training.views'] === '0' ? { 'training.views': '1' } : {};
}

/** Another data set starts from its own splits and windows; what cannot be done with its kind is not kept. */
function askedByData(texts: Texts): Texts {
  const dataset = texts['data.dataset'] as DataSettings['dataset'];
  const { kind } = kindOfData({ dataset } as DataSettings);
  const own = {
    ...textsIn({ data: defaultsOf(dataset) }),
    ...(kind === 'images' ? {} : { 'training.views': '0', [augmentations]: '' }),
  };
  const fitting = networks.filter(({ fits }) => fits.includes(kind));
  if (fitting.some((network) => nameOf(network) === texts['model.kind'])) return own;
  const first = fitting.find(({ firstFor }) => firstFor.includes(kind)) ?? fitting[0];
  const chosen = { 'model.kind': nameOf(first) };
  return { ...own, ...chosen, ...askedByNetwork(chosen) };
}

/** What data start from, also where settings without a default, such as the file, are still to be chosen. */
function defaultsOf(dataset: DataSettings['dataset']): Settings {
  const { shape }: { readonly shape: Readonly<Record<string, z.core.$ZodType>> } = choiceOf(
    dataChoices,
    dataset,
    'dataset',
  ).settings;
  return Object.fromEntries(
    Object.entries(shape).flatMap(([setting, schema]) => {
      const parsed = safeParse(schema, undefined);
      return parsed.success && parsed.data !== undefined ? [[setting, parsed.data]] : [];
    }),
  );
}

/** Sizes under one name mean different things to different transformers: each starts from its own. */
function askedByNetwork(texts: Texts): Texts {
  const kind = texts['model.kind'];
  if (kind === 'mlp' || kind === 'cnn') return {};
  const parsed = modelSchema.safeParse({ kind });
  return parsed.success ? textsIn({ model: { ...parsed.data, dropout: undefined } }) : {};
}

/** Texts of the settings that are there, and of no others. */
function textsIn(settings: Settings): Texts {
  return Object.fromEntries(
    Object.entries(textsOf(settings)).filter(([path]) => valueAt(settings, path) !== undefined),
  );
}

function askedByMethod(texts: Texts): Texts {
  return choiceOf(methods, texts['inference.method'] ?? '', 'method').suggestions(texts);
}

function askedByPrior(texts: Texts): Texts {
  const { suggestsStart, hasClosedForm, hasDensity } = choiceOf(priors, texts['inference.prior.kind'] ?? '');
  return {
    ...(suggestsStart ? {} : { 'inference.initialisation': 'scaled' }),
    ...(hasClosedForm ? {} : { 'inference.kl': 'monte-carlo' }),
    ...(hasDensity ? {} : { 'inference.kl': 'analytical' }),
  };
}

function askedByMode(texts: Texts, devices: number): Texts {
  if (texts['parallel.mode'] !== 'hybrid' || texts['parallel.dataGroups']) return {};
  return { 'parallel.dataGroups': devices % 2 === 0 ? '2' : '1' };
}
