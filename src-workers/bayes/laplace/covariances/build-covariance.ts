import type { LaplaceScope, Structure } from '../laplace-scope';
import type { Covariance } from './covariance';
import { diagonalCovariance } from './diagonal';
import { fullCovariance } from './full';
import { kroneckerCovariance } from './kronecker';

const builders: Readonly<Record<Structure, (scope: LaplaceScope) => Covariance>> = {
  full: fullCovariance,
  kronecker: kroneckerCovariance,
  diagonal: diagonalCovariance,
};

/** The covariance of a scope's weights, in the scope's structure. */
export function buildCovariance(scope: LaplaceScope): Covariance {
  return builders[scope.structure](scope);
}
