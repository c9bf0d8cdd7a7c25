import type { GpuSums, JoinedGpus } from '../gpu-sums';
import { bytesOf, drawnValues } from '../graph/drawn-values';
import type { Gatherings } from '../graph/gatherings';
import type { GraphValue } from '../graph/graph-builder';
import type { ParameterLayout } from '../parameter-layout';
import type { ForwardInputs, OptimiserStep, PassInputs, PassItems, PassReport, PassShape } from '../pass';
import type { CompiledProgram, DrawnPrediction } from '../program';
import type { SharedFiles, SharedGradientMemory, SharedMemory } from '../shared-memory';
import type { SummedGradients } from '../summed-gradients';
import type { Binding } from './binding';
import { GpuGradients, type GpuStep, newGpusId, refuseMissingNccl } from './gpu-gradients';
import { BatchLoader } from './loaded-batches';
import type { GpuOperations, OwnOperations } from './own-operations';
import { keyOf, type PassNodes, type PredictionNodes } from './pass-graph';
import type { PassRun } from './pass-run';
import type { ProgramOptimiser, SessionSums } from './program-optimiser';
import type { PublishedGradients } from './published-gradients';
import type { FedValues, Session } from './session';
import { gatheringMemory } from './tensorflow-gathering';
import { TensorflowMeeting } from './tensorflow-meeting';

/** The places in the graph that runs feed and fetch, by size. */
export interface ProgramNodes {
  readonly passes: ReadonlyMap<string, PassNodes>;
  readonly predictions: ReadonlyMap<string, PredictionNodes>;
  readonly gatherings?: Gatherings | undefined;
}

/** With where each parameter lies. */
interface NodesOfLayout extends ProgramNodes {
  readonly layout: ParameterLayout;
}

/** A program in a session of TensorFlow. */
export class TensorflowProgram implements CompiledProgram {
  readonly slowness: string | undefined;
  readonly sharedMemory: SharedMemory | undefined;
  readonly summedGradients: SummedGradients | undefined;
  readonly gpuSums: GpuSums | undefined;
  readonly batchLoading: BatchLoader | undefined;

  constructor(
    readonly session: Session,
    readonly optimiser: ProgramOptimiser,
    readonly nodes: NodesOfLayout,
    { ownOperations, gpuOperations, slowness }: Pick<Binding, 'ownOperations' | 'gpuOperations' | 'slowness'>,
    readonly memory: NonNullable<CompiledProgram['memory']>,
  ) {
    this.slowness = slowness;
    this.sharedMemory = ownOperations && this.#sharedMemory(ownOperations);
    this.summedGradients = optimiser.sums && this.#summedGradients(optimiser.sums);
    const { gpuStep } = optimiser;
    this.batchLoading = gpuOperations && new BatchLoader(gpuOperations.operations);
    this.gpuSums = gpuOperations && gpuStep && this.#gpuSums(gpuOperations, gpuStep);
  }

  setParameters(flat: Float32Array): void {
    this.optimiser.setParameters(flat);
  }

  parameters(): Float32Array {
    return this.optimiser.parameters();
  }

  optimiserState(): readonly Float32Array[] {
    return this.optimiser.state();
  }

  replaceParameters(flat: Float32Array): void {
    this.optimiser.replaceParameters(flat);
  }

  restore(parameters: Float32Array, state: readonly Float32Array[]): void {
    this.optimiser.restore(parameters, state);
  }

  gradients(inputs: PassInputs): { gradients: Float32Array; report: PassReport } {
    const nodes = found(this.nodes.passes, inputs.shape);
    const [gradients, ...report] = this.session.run(passFeeds(nodes, inputs), [
      nodes.gradients,
      ...nodes.report,
    ]);
    return { gradients: gradients as Float32Array, report: reportOf(report) };
  }

  apply(gradients: Float32Array, step: OptimiserStep): void {
    this.optimiser.apply(gradients, step);
  }

  gradientsAndApply(inputs: PassInputs, step: OptimiserStep): PassReport {
    return reportOf(this.optimiser.passAndApply(this.#passRun(inputs), step));
  }

  statistics(inputs: ForwardInputs): Float32Array {
    const nodes = found(this.nodes.passes, inputs.shape);
    if (!nodes.statistics) throw new Error('This program pools nothing.');
    const [values] = this.session.run(forwardFeeds(nodes, inputs), [nodes.statistics]);
    return values as Float32Array;
  }

  predict(shape: PassShape, inputs: Float32Array, seeds: Int32Array): Float32Array {
    const nodes = found(this.nodes.predictions, shape);
    const [outputs] = this.session.run(predictionFeeds(nodes, inputs, seeds), [nodes.outputs]);
    return outputs as Float32Array;
  }

  drawOnce(shape: PassShape, seeds: Int32Array, mostBytes: number): DrawnPrediction | undefined {
    const nodes = found(this.nodes.predictions, shape);
    const drawn = drawnValues(this.session.nodes, nodes);
    const bytes = bytesOf(drawn);
    if (drawn.length === 0 || bytes > mostBytes) return undefined;
    const kept = this.session.keep(new Map([[nodes.seeds, seeds]]), drawn);
    return {
      bytes,
      predict: (inputs) => {
        const [outputs] = this.session.run(predictionFeeds(nodes, inputs, seeds), [nodes.outputs], kept);
        return outputs as Float32Array;
      },
    };
  }

  dispose(): void {
    this.session.dispose();
    this.batchLoading?.close();
    this.optimiser.close();
  }

  #passRun(inputs: PassInputs): PassRun {
    const nodes = found(this.nodes.passes, inputs.shape);
    return {
      feeds: passFeeds(nodes, inputs),
      report: nodes.report,
      handedOn: nodes.handedOn,
      summed: nodes.summed,
      summedOverGpus: nodes.summedOverGpus,
    };
  }

  #summedGradients(sums: SessionSums): SummedGradients {
    return {
      addPass: (inputs, order) => reportOf(sums.add(this.#passRun(inputs), order)),
      sum: () => sums.read(),
      apply: (step) => sums.apply(step),
    };
  }

  #gpuSums(gpu: GpuOperations, step: GpuStep): GpuSums {
    const { slots, floats } = this.nodes.layout;
    const ends = slots.map((_, index) => slots[index + 1]?.offset ?? floats);
    const join = (id: Float32Array, rank: number, workers: number) =>
      this.#joinedGpus(new GpuGradients(this.session, gpu, step, ends, { id, rank, workers }));
    return {
      check: () => refuseMissingNccl(gpu),
      idFloats: gpu.operations.gpusIdFloats,
      newId: () => newGpusId(gpu),
      join,
    };
  }

  #joinedGpus(gradients: GpuGradients): JoinedGpus {
    return {
      addPass: (inputs, order, isLast) => reportOf(gradients.add(this.#passRun(inputs), order, isLast)),
      wait: (microseconds) => gradients.wait(microseconds),
      apply: (step) => gradients.apply(step),
      close: () => gradients.close(),
    };
  }

  #sharedMemory(operations: OwnOperations): SharedMemory | undefined {
    const { optimiser } = this;
    if (!optimiser.openGradients) return undefined;
    const open = optimiser.openGradients.bind(optimiser);
    return {
      openGradients: (files) => this.#sharedGradients(open(files)),
      meetingFloats: operations.meetingFloats,
      openMeeting: (files: SharedFiles) => new TensorflowMeeting(operations, files),
      gathering: this.nodes.gatherings && gatheringMemory(operations, this.nodes.gatherings),
    };
  }

  #sharedGradients(published: PublishedGradients): SharedGradientMemory {
    return {
      publish: (inputs, half, order) => reportOf(published.publish(this.#passRun(inputs), half, order)),
      reduceShare: (half) => published.reduceShare(half),
      apply: (half, from, step) => published.apply(half, from, step),
      close: () => published.close(),
    };
  }
}

function forwardFeeds(nodes: PassNodes, inputs: ForwardInputs): Map<GraphValue, FedValues> {
  return new Map<GraphValue, FedValues>([...batchFeeds(nodes, inputs), [nodes.seeds, inputs.seeds]]);
}

function batchFeeds({ inputs, targets }: PassNodes, items: PassItems): (readonly [GraphValue, FedValues])[] {
  if (!('loaded' in items))
    return [
      [inputs.fed, items.inputs],
      [targets.fed, items.targets],
    ];
  if (!inputs.place || !targets.place)
    throw new Error('This program takes no batches that lie on the device.');
  const { loader, number } = items.loaded;
  return [
    [inputs.place, Int32Array.of(loader, number, ...items.inputPlaces)],
    [targets.place, Int32Array.of(loader, number, ...items.targetPlaces)],
  ];
}

function predictionFeeds(
  nodes: PredictionNodes,
  inputs: Float32Array,
  seeds: Int32Array,
): Map<GraphValue, FedValues> {
  return new Map<GraphValue, FedValues>([
    [nodes.inputs, inputs],
    [nodes.seeds, seeds],
  ]);
}

function passFeeds(nodes: PassNodes, inputs: PassInputs): Map<GraphValue, FedValues> {
  const feeds = forwardFeeds(nodes, inputs);
  feeds.set(nodes.share, Float32Array.of(inputs.share));
  feeds.set(nodes.klWeight, Float32Array.of(inputs.klWeight ?? 1));
  if (inputs.pooled) feeds.set(nodes.pooled, inputs.pooled);
  if (inputs.noiseStd !== undefined) feeds.set(nodes.noiseStd, Float32Array.of(inputs.noiseStd));
  return feeds;
}

function reportOf([nll, fit, kl, energies]: readonly FedValues[]): PassReport {
  const report = { nll: nll[0], fit: fit[0], kl: kl[0] };
  return energies ? { ...report, energies: energies as Float32Array } : report;
}

function found<Nodes>(nodes: ReadonlyMap<string, Nodes>, shape: PassShape): Nodes {
  const match = nodes.get(keyOf(shape));
  if (!match)
    throw new Error(`The program was not compiled for ${shape.samples} samples of ${shape.items} items.`);
  return match;
}
