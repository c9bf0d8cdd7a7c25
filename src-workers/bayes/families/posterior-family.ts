import type { Scalar, Tensor, Tensor1D, Tensor3D } from '@tensorflow/tfjs-core';
import type { DropoutSite } from '../../../src-shared/experiment/networks/tensors/dropout-site';
import type { WeightTensor } from '../../../src-shared/experiment/networks/tensors/weight-tensor';
import type { ParameterSpec } from '../../engine/parameter-layout';
import type { IvonSettings } from '../../engine/program';
import type { Layers } from '../../models/layers';
import type { ParticleSettings } from '../../particles/direction';

/** Which of this worker's samples a pass draws. */
export interface DrawnSamples {
  /** int32 [noise tensors, samples, 2] */
  readonly seeds: Tensor3D;
  readonly samples: number;
  /** Place of the first sample among this worker's own. */
  readonly first: number;
  /** Place of the pass's first item in the whole batch; 0 unless said. */
  readonly firstItem?: number;
}

/** One draw of the network for a pass's samples. */
export interface Draw {
  readonly layers: Layers;
  /** KL(q || p) in nats, zero for families that have none. */
  divergence(): Scalar;
  /** Minus the log density of each chain's weights under the prior, [chains]; of chains alone. */
  priorEnergies?(): Tensor1D;
}

/** A kind of posterior: which parameters it has, where it starts, and how samples of the network come from it. */
export interface PosteriorFamily {
  readonly parameters: readonly ParameterSpec[];
  /**
   * Parameters of so many samples, where each has its own and a worker holds those of the samples it draws; gradients
   * are then summed over the workers of one sample group alone. Missing where all workers hold the same parameters.
   */
  readonly membersOf?: (count: number) => readonly ParameterSpec[];
  /** Set where samples are Markov chains, each of which follows the whole gradient of its own loss. */
  readonly chains?: { readonly count: number; readonly moves: 'by noise' | 'by energies' };
  /** Set where samples are particles, whose way depends on where all others are. */
  readonly particles?: ParticleSettings;
  /** Set where IVON moves its Gaussians, prior included: the objective is then the likelihood alone. */
  readonly ivon?: IvonSettings;
  /** Whether a weight is another number in each sample. */
  differs(weight: WeightTensor): boolean;
  /**
   * Set where predictions are outputs that are linear in the weights drawn, computed without drawing networks:
   * [samples, items, ...outputs] for inputs [items, ...input shape].
   */
  readonly linear?: {
    /** Whether networks drawn would give the same. */
    readonly isOfDraws: boolean;
    outputs(parameters: readonly Tensor[], samples: DrawnSamples, inputs: Tensor): Tensor;
  };
  /** Units of which each sample leaves out some. */
  readonly dropped: readonly DropoutSite[];
  /** Noise streams that one sample draws from. */
  readonly noiseTensors: number;
  /** In the order of `parameters`. */
  initialValues(runSeed: number): readonly Float32Array[];
  /** The network as training sees it. */
  draw(parameters: readonly Tensor[], samples: DrawnSamples): Draw;
  /** The network as predictions see it: always whole draws, so that a sample is one network for all items. */
  drawLayers(parameters: readonly Tensor[], samples: DrawnSamples): Layers;
}
