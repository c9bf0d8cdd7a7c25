import type { Field } from './field';

/** Weights that were trained before, which a run begins at. */
export const startFields = {
  startRun: {
    path: 'start.run',
    label: 'Begin where a run ended',
    kind: 'text',
    optional: true,
    help: 'Its ID: weights, and deviations where it has any, continue from there. Empty to begin afresh.',
  },
  startFile: {
    path: 'start.file',
    label: 'Or at weights in a file',
    kind: 'text',
    optional: true,
    help: 'A posterior or a state_dict as safetensors, its whole path. Of a run it is filled in.',
  },
  startNames: {
    path: 'start.names',
    label: 'Names in that file',
    kind: 'text-pairs',
    optional: true,
    help: 'Where they differ: fc = classifier.1, the network’s own name first.',
  },
  startFresh: {
    path: 'start.fresh',
    label: 'Layers that begin afresh',
    kind: 'text-list',
    optional: true,
    help: 'last for other classes, or names and patterns as below; empty for none.',
  },
} as const satisfies Readonly<Record<string, Field>>;
