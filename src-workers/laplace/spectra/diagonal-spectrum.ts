import { spreadOf } from '../../bayes/laplace/covariances/diagonal';
import type { DiagonalCurvature } from '../curvature';
import { type Spectrum, type SpectrumSource, trainedSlope } from './spectrum';
import { placesOf, spectrumOfTensors, spreadIn } from './tensor-spectrum';

/** Of every weight by itself. */
export function diagonalSpectrum(source: SpectrumSource, curvature: DiagonalCurvature): Spectrum {
  const places = placesOf(source);
  const slope = trainedSlope(source, curvature.slope);
  const tensors = places.map(({ from, to }) => ({
    curvature: curvature.diagonal.subarray(from, to),
    slope: slope.subarray(from, to),
  }));
  return {
    ...spectrumOfTensors(source, tensors),
    covariance: (precisions) =>
      new Map(
        places.map((place, index) => [
          spreadOf(place.name),
          spreadIn(tensors[index], place, source, precisions),
        ]),
      ),
  };
}
