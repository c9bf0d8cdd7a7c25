import {
  add,
  customGrad,
  engine,
  exp,
  type GradSaveFunc,
  mul,
  neg,
  type Scalar,
  scalar,
  square,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { hasOwnOperations } from '../../engine/trace/own-operations';

/**
 * KL(q || p) in nats between the mean-field Gaussian q = N(mean, exp(log_std)^2) and the prior p = N(0, priorStd^2):
 * 0.5 * sum[log(sp^2/sq^2) + mq^2/sp^2 + sq^2/sp^2 - 1]. The gradient is its closed form:
 * d_mean = mean/sp^2, d_log_std = sq^2/sp^2 - 1.
 */
export function gaussianKl(mean: Tensor, logStd: Tensor, priorStd: number): Scalar {
  return hasOwnOperations() ? klAtOnce(mean, logStd, priorStd) : composedKl(mean, logStd, priorStd);
}

/** By our own operations, one pass over memory each. */
function klAtOnce(mean: Tensor, logStd: Tensor, priorStd: number): Scalar {
  const divergence = customGrad((...args: (Tensor | GradSaveFunc)[]) => {
    const [meanIn, logStdIn, save] = args as [Tensor, Tensor, GradSaveFunc];
    const std = scalar(priorStd);
    save([meanIn, logStdIn, std]);
    const inputs = { mean: meanIn, logStd: logStdIn, priorStd: std };
    return {
      value: engine().runKernel('ParasampleGaussianKl', inputs) as Tensor,
      gradFunc: (gradient: Tensor, saved: Tensor[]) => {
        const [savedMean, savedLogStd, savedStd] = saved;
        const given = { gradient, mean: savedMean, logStd: savedLogStd, priorStd: savedStd };
        return engine().runKernel('ParasampleGaussianKlGradient', given) as Tensor[];
      },
    };
  });
  return divergence(mean, logStd) as Scalar;
}

function composedKl(mean: Tensor, logStd: Tensor, priorStd: number): Scalar {
  const divergence = customGrad((...args: (Tensor | GradSaveFunc)[]) => {
    const [meanIn, logStdIn, save] = args as [Tensor, Tensor, GradSaveFunc];
    const precision = 1 / priorStd ** 2;
    const variance = mul(exp(mul(logStdIn, 2)), precision);
    const logRatio = sub(2 * Math.log(priorStd), mul(logStdIn, 2));
    const terms = sub(add(add(mul(square(meanIn), precision), variance), logRatio), 1);
    save([meanIn, variance]);
    return {
      value: mul(sum(terms), 0.5),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [savedMean, savedVariance] = saved;
        return [mul(dy, mul(savedMean, precision)), neg(mul(dy, sub(1, savedVariance)))];
      },
    };
  });
  return divergence(mean, logStd) as Scalar;
}
