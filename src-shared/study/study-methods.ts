import type { z } from 'zod';
import { nameOf } from '../experiment/choice';
import type { Experiment } from '../experiment/experiment';
import { inferenceSettings } from '../experiment/inference-settings';
import { methods } from '../experiment/methods';
import type { StudyVariant } from './study';

type Json = z.core.util.JSONType;

/**
 * Variants of a study that hold methods against each other on the same data and network: each with the settings that all methods
 * take as the base has them, its own at their defaults, and what it cannot do without, such as one sample of a single
 * network.
 * @param chosen names of methods
 */
export function methodVariants(base: Experiment, chosen: readonly string[]): readonly StudyVariant[] {
  return methods
    .map((choice) => ({ choice, name: nameOf(choice, 'method') }))
    .filter(({ name }) => chosen.includes(name))
    .map(({ choice, name }) => {
      const asked = choice.suggestions({
        'model.dropout': String(base.model.dropout),
        'training.samples': String(base.training.samples),
      });
      return {
        name: choice.title,
        settings: {
          inference: inferenceOf(base, name),
          ...Object.fromEntries(Object.entries(asked).map(([path, text]) => [path, Number(text)])),
          ...(choice.isSingle ? onOneDevice(base) : {}),
        },
      };
    });
}

function inferenceOf({ inference }: Experiment, method: string): Json {
  if (inference.method === method) return inference as Json;
  const common = Object.entries(inference).filter(([name]) => Object.hasOwn(inferenceSettings, name));
  return { method, ...Object.fromEntries(common) } as Json;
}

/** A single network has no samples to spread. */
function onOneDevice({ parallel: { devices } }: Experiment): StudyVariant['settings'] {
  return { 'parallel.mode': 'local', 'parallel.devices': devices.slice(0, 1) };
}
