import { type Combination, saysItself, variedOf } from './study-combinations';

/** A combination in the words of the study's file. */
function inFileWords(combination: Combination): string {
  const { mode, devices, samples, batchSize, views, seed } = combination;
  return [
    ...Object.entries(variedOf(combination)).map(([path, text]) =>
      path === 'variant' ? text : `${path.split('.').at(-1)} ${text}`,
    ),
    saysItself(combination)
      ? ''
      : `${mode} on ${devices.length} ${devices.length === 1 ? 'device' : 'devices'}`,
    samples === undefined ? '' : `${samples} samples`,
    batchSize === undefined ? '' : `batch ${batchSize}`,
    views === undefined ? '' : `${views} ${views === 1 ? 'view' : 'views'}`,
    seed === undefined ? '' : `seed ${seed}`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** What a study called such a run while names had the words of its file: runs of that time are found by it. */
export function formerName(study: string, combination: Combination): string {
  const mode = combination.devices.length === 1 ? 'local' : combination.mode;
  return `${study}: ${inFileWords({ ...combination, mode })}`;
}
