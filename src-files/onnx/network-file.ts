/** A network as an ONNX file tells it (https://onnx.ai/onnx/repo-docs/IR.html), nothing of it computed yet. */
export interface NetworkFile extends OnnxGraph {
  /** As a person named it. */
  readonly path: string;
  /** This file and those beside it that hold its numbers, by their whole paths. */
  readonly files: readonly string[];
  /** What the file calls its outputs, where values before them are taken instead. */
  readonly outputNames?: readonly string[];
  /** Version of the operators. */
  readonly opset: number;
}

/** Nodes with what goes in and out: of a file, or of a branch or loop in one. */
export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly inputs: readonly OnnxInput[];
  readonly outputs: readonly string[];
  /** By the value that they are. */
  readonly initialisers: ReadonlyMap<string, OnnxTensor>;
}

export interface OnnxNode {
  /** As the file has it; its operator and its first output where it has none. */
  readonly name: string;
  readonly operator: string;
  /** Empty for one that is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
  /** The module of the person's code that it came from, as `layer1.0.conv1`, where the exporter tells. */
  readonly module?: string;
}

export type OnnxAttribute =
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'tensor'; readonly value: OnnxTensor }
  | { readonly kind: 'graph'; readonly value: OnnxGraph }
  | { readonly kind: 'floats'; readonly value: readonly number[] }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'texts'; readonly value: readonly string[] }
  | { readonly kind: 'other' };

export interface OnnxInput {
  readonly name: string;
  /** A number where the axis is fixed; undefined where no axes are told. */
  readonly shape: readonly (number | undefined)[] | undefined;
  readonly type: number | undefined;
}

/** Kinds of numbers: floats, whole numbers, or truth. */
export type OnnxKind = 'float' | 'int' | 'bool';

/** Numbers of a file. */
export interface OnnxTensor {
  readonly kind: OnnxKind;
  readonly shape: readonly number[];
  /** Decoded anew with each call: [elements] in row-major order. */
  values(): Float32Array | Int32Array;
}
