import type { z } from 'zod';
import type { Choice } from '../choice';
import type { DataKind } from '../data';
import type { Problem } from '../problem';
import type { DropoutSite } from './tensors/dropout-site';
import type { WeightTensor } from './tensors/weight-tensor';

/** A network: all that is known of it but how it computes, which `src-workers/models` does. */
export interface NetworkChoice<Settings extends z.ZodObject>
  // Dropout is a setting of Monte Carlo dropout in the form, a head has a setting of its own inside.
  extends Choice<Settings, 'kind' | 'dropout' | 'head'>,
    NetworkFacts<z.output<Settings>> {}

/** What the rest of the app asks of a network. */
export interface NetworkFacts<Settings> {
  /** The kinds of data that it can learn from. */
  readonly fits: readonly DataKind[];
  /** The kinds of data for which it is taken where another network does not fit. */
  readonly firstFor: readonly DataKind[];
  /** What is said where it is chosen for other data. */
  readonly misfit: string;
  /** Set where a file of the person's own tells the weights, and with them the layers' names; `weights` then has none. */
  readonly isOfFile?: true;
  /** Whether items have the axes that it needs, whatever their lengths. */
  takes(shapes: NetworkShapes): boolean;
  /** What its sizes ask of each other. */
  problems(model: Settings): Problem[];
  /** What its sizes ask of inputs of this shape, which has the axes that it needs. */
  sizeProblems(model: Settings, inputShape: readonly number[]): Problem[];
  /** The least that it can be made for: its layers carry the same names there as anywhere. */
  smallest(model: Settings, hasCalendar: boolean): NetworkShapes;
  /** Every tensor of its weights, in the order of its layers. */
  weights(model: Settings, shapes: NetworkShapes): readonly WeightTensor[];
  /** Where Monte Carlo dropout can drop units. */
  dropoutSites(model: Settings, shapes: NetworkShapes): readonly DropoutSite[];
  /** In a few words, as in "MLP 64-128". */
  describe(model: Settings): string;
}

/** What a network is made for. */
export interface NetworkShapes {
  /** Of an item: [height, width, channels] of pictures and fields, [columns] of tables, [steps, numbers] of series. */
  readonly inputShape: readonly number[];
  /** Of what is said of an item: [classes], or as its targets lie. */
  readonly outputShape: readonly number[];
  /** Where several heads share the outputs: the numbers of each, and which outputs of a file it takes. */
  readonly heads?: readonly OutputsOfHead[];
}

export interface OutputsOfHead {
  readonly name: string;
  readonly outputs: readonly string[];
  readonly size: number;
}
