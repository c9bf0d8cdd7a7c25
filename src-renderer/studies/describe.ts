import type { StudyKind } from '../../src-shared/study/study';
import type { StudySummary } from '../../src-shared/study/study-report';

export const kindTexts: Readonly<Record<StudyKind, { readonly label: string; readonly help: string }>> = {
  'strong-scaling': {
    label: 'Strong scaling',
    help: 'The same work on more devices: how much faster is it?',
  },
  'weak-scaling': { label: 'Weak scaling', help: 'Samples grow with the devices: does a step stay as fast?' },
  'epochs-to-target': {
    label: 'Epochs to a target',
    help: 'How many epochs each way needs to reach a score.',
  },
  grid: { label: 'Grid', help: 'Every combination, its last scores side by side.' },
};

export const stateTexts: Readonly<Record<StudySummary['state'], string>> = {
  running: 'Running',
  stopping: 'Stopping',
  finished: 'Finished',
  incomplete: 'Incomplete',
};

/** What a new study may ask: that of a kind, or one that a grid answers. */
export const questions = {
  methods: {
    label: 'Compare methods',
    help: 'The same data and network, one method after the other, over several seeds: which predicts best, at what cost?',
  },
  ...kindTexts,
} as const;
export type Question = keyof typeof questions;
