import {
  add,
  customGrad,
  exp,
  type GradSaveFunc,
  mul,
  neg,
  type Scalar,
  square,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';

/**
 * KL(q || p) in nats between the mean-field Gaussian q = N(mean, exp(log_std)^2) and the prior p = N(0, priorStd^2):
 * 0.5 * sum[log(sp^2/sq^2) + mq^2/sp^2 + sq^2/sp^2 - 1]. The gradient is its closed form:
 * d_mean = mean/sp^2, d_log_std = sq^2/sp^2 - 1.
 */
export function gaussianKl(mean: Tensor, logStd: Tensor, priorStd: number): Scalar {
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
