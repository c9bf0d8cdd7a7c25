import { spreadOf } from '../../bayes/laplace/covariances/diagonal';
import { axesOf } from '../../bayes/laplace/covariances/kronecker';
import { type SpreadLayer, spreadLayers } from '../../bayes/laplace/spread-layers';
import type { KroneckerCurvature, LayerFactors } from '../curvature';
import { type Eigensystem, symmetricEigensystem } from '../symmetric-eigensystem';
import { type Spectrum, type SpectrumSource, trainedSlope } from './spectrum';
import { placesOf, spectrumOfTensors, spreadIn, type TensorSpectrum } from './tensor-spectrum';

/** A layer's two factors, decomposed: the curvature of its kernel has the products of their eigenvalues. */
interface LayerAxes {
  readonly layer: SpreadLayer;
  /** Mean over items and places. */
  readonly given: Eigensystem;
  /** Sum over items and places. */
  readonly slopes: Eigensystem;
}

/** Of Kronecker factors, layer by layer: with damping by the prior nothing is lost but what the factors leave out. */
export function kroneckerSpectrum(source: SpectrumSource, curvature: KroneckerCurvature): Spectrum {
  const axes = spreadLayers(source.scope.tensors).map((layer, index) =>
    axesOfLayer(layer, curvature.layers[index], curvature.items),
  );
  const slope = trainedSlope(source, curvature.slope);
  const places = placesOf(source);
  let next = 0;
  const slopeOfNext = () => {
    const { from, to } = places[next];
    next += 1;
    return slope.subarray(from, to);
  };
  const tensors = axes.flatMap((one): readonly TensorSpectrum[] => {
    const kernel = { curvature: productsOf(one), slope: turned(one, slopeOfNext()) };
    if (!one.layer.bias) return [kernel];
    return [kernel, { curvature: one.slopes.values, slope: turnedBias(one, slopeOfNext()) }];
  });
  return {
    ...spectrumOfTensors(source, tensors),
    covariance: (precisions) =>
      new Map([
        ...axes.flatMap(axesByName),
        ...places.map((place, index): [string, Float64Array] => [
          spreadOf(place.name),
          spreadIn(tensors[index], place, source, precisions),
        ]),
      ]),
  };
}

function axesOfLayer(layer: SpreadLayer, factors: LayerFactors, items: number): LayerAxes {
  const count = Math.max(1, items * factors.places);
  return {
    layer,
    given: symmetricEigensystem(
      factors.given.map((value) => value / count),
      layer.inputs,
    ),
    slopes: symmetricEigensystem(factors.slopes, layer.outputs),
  };
}

/** [in, out] */
function productsOf({ given, slopes }: LayerAxes): Float64Array {
  const outputs = slopes.values.length;
  return Float64Array.from(
    { length: given.values.length * outputs },
    (_, at) => Math.max(0, given.values[Math.floor(at / outputs)]) * Math.max(0, slopes.values[at % outputs]),
  );
}

/** A kernel's numbers [in, out] along both axes. */
function turned({ given, slopes }: LayerAxes, kernel: Float64Array): Float64Array {
  const [inputs, outputs] = [given.values.length, slopes.values.length];
  const half = productOf(given.vectors, kernel, inputs, inputs, outputs);
  const turnedRows = new Float64Array(inputs * outputs);
  for (let row = 0; row < inputs; row += 1)
    turnedRows.set(turnedBias({ slopes }, half.subarray(row * outputs, (row + 1) * outputs)), row * outputs);
  return turnedRows;
}

function turnedBias({ slopes }: Pick<LayerAxes, 'slopes'>, bias: Float64Array): Float64Array {
  return productOf(slopes.vectors, bias, bias.length, bias.length, 1);
}

/** left [rows, inner] times right [inner, columns] */
function productOf(
  left: Float64Array,
  right: Float64Array,
  rows: number,
  inner: number,
  columns: number,
): Float64Array {
  const product = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row += 1)
    for (let k = 0; k < inner; k += 1) {
      const factor = left[row * inner + k];
      for (let column = 0; column < columns; column += 1)
        product[row * columns + column] += factor * right[k * columns + column];
    }
  return product;
}

function axesByName({ layer: { name }, given, slopes }: LayerAxes): [string, Float64Array][] {
  return [
    [axesOf(name, 'input'), asColumns(given)],
    [axesOf(name, 'output'), asColumns(slopes)],
  ];
}

function asColumns({ values: { length: size }, vectors }: Eigensystem): Float64Array {
  return Float64Array.from(
    { length: size * size },
    (_, at) => vectors[(at % size) * size + Math.floor(at / size)],
  );
}
