import type { PosteriorTask } from '../../src-shared/posterior/posterior-metadata';

/** What a network without several heads predicts. */
export type OneLikelihood = Exclude<PosteriorTask, { readonly kind: 'heads' }>;
