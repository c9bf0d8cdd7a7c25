import { basename } from 'node:path';
import { itemKindOf } from '../../src-shared/experiment/data';
import type { PosteriorMetadata } from '../../src-shared/posterior/posterior-metadata';
import type { EngineChoice } from '../../src-shared/protocol/worker-protocol';
import { openLabelled } from '../kinds-of-data';
import type { LabelledItems } from '../labelled/labelled-items';
import { inputPlace } from '../predict/input-place';
import { metricName } from './metric-name';

/** Data of a person's own to score a network on. */
export interface LabelledSource {
  readonly path: string;
  /** In the names of metrics. */
  readonly name: string;
  readonly title: string;
  readonly items: LabelledItems;
}

/** @throws BadInputError where they do not fit the network, or do not say what came of each item */
export async function openLabelledSource(
  path: string,
  metadata: PosteriorMetadata,
  engine: EngineChoice,
): Promise<LabelledSource> {
  const { predictsFor, name } = itemKindOf(metadata.experiment.data);
  // A CSV file may list pictures with their classes, too.
  const place = await inputPlace(path, name === 'images' ? { ...predictsFor, place: 'either' } : predictsFor);
  const title = basename(path);
  return { path, name: metricName(title), title, items: await openLabelled(place, metadata, engine) };
}
