import type { Experiment } from './experiment';

/** Says beside scores that they are not of Bayes' posterior; undefined where they are. */
export function temperingNote({ inference: { heat } }: Pick<Experiment, 'inference'>): string | undefined {
  if (heat === 1) return undefined;
  return `Tempered: heat ${heat} weighs the prior at ${heat} times what Bayes’ rule does.`;
}
