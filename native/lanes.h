// Arithmetic on blocks of lanes, written as plain loops that compilers turn into vector instructions: no intrinsics,
// so that GCC, Clang and Zig build it for any processor, and NVRTC for GPUs. Every function is free of branches and calls.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>

namespace parasample {

inline float asFloat(uint32_t bits) {
  float value;
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

inline uint32_t asBits(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

// e^x. Range reduction to |r| <= ln(2)/2 and a Taylor polynomial of degree 7: relative error below 2e-7 for
// |x| < 87. Beyond, it saturates at the ends of float32; a NaN stays one.
inline float exponential(float x) {
  constexpr float log2e = 1.44269504f, ln2High = 0.693359375f, ln2Low = -2.12194440e-4f;
  const float bounded = x > 88.0f ? 88.0f : (x < -87.0f ? -87.0f : x);
  // Adding and subtracting 1.5 * 2^23 rounds to the nearest whole number.
  const float shifted = bounded * log2e + 12582912.0f;
  const float whole = shifted - 12582912.0f;
  const float r = (bounded - whole * ln2High) - whole * ln2Low;
  float p = 1.0f / 5040;
  p = p * r + 1.0f / 720;
  p = p * r + 1.0f / 120;
  p = p * r + 1.0f / 24;
  p = p * r + 1.0f / 6;
  p = p * r + 0.5f;
  p = p * r + 1.0f;
  p = p * r + 1.0f;
  // The low bits of `shifted` hold the whole number: they become the exponent.
  return p * asFloat((asBits(shifted) << 23) + 0x3f800000u);
}

// The logistic function, 1 / (1 + e^-x).
inline float sigmoidAt(float x) { return 1.0f / (1.0f + exponential(-x)); }

// tanh(x), relative error below 4e-7. Near 0, where 1 - e^-2x cancels, it is Lambert's continued fraction
// x / (1 + x^2 / (3 + x^2 / (5 + x^2 / (7 + x^2 / 9)))), written as one fraction; both share the division.
inline float tanhAt(float x) {
  const float magnitude = std::fabs(x), square = magnitude * magnitude;
  const float decay = exponential(-2.0f * magnitude);
  const bool isNear = magnitude < 0.6f;
  const float above = isNear ? magnitude * ((square + 105.0f) * square + 945.0f) : 1.0f - decay;
  const float below = isNear ? (15.0f * square + 420.0f) * square + 945.0f : 1.0f + decay;
  return std::copysign(above / below, x);
}

// ln(x) of a normal, positive x: x = m * 2^e with m in [sqrt(1/2), sqrt(2)), ln(m) = 2 artanh((m - 1) / (m + 1)).
// Relative error below 2e-7.
inline float logarithm(float x) {
  const uint32_t bits = asBits(x) - 0x3f3504f3u;
  const float exponent = static_cast<float>(static_cast<int32_t>(bits) >> 23);
  const float m = asFloat((bits & 0x007fffffu) + 0x3f3504f3u);
  const float f = (m - 1.0f) / (m + 1.0f);
  const float s = f * f;
  float p = 2.0f / 9;
  p = p * s + 2.0f / 7;
  p = p * s + 2.0f / 5;
  p = p * s + 2.0f / 3;
  return exponent * 0.693359375f + (f * (s * p + 2.0f) - exponent * 2.12194440e-4f);
}

// Sine and cosine of k / 2^23 turns, 0 <= k < 2^23. The quarter turn is taken off in whole numbers, which is exact.
inline void sineAndCosine(uint32_t k, float &sine, float &cosine) {
  const uint32_t quarter = (k + (1u << 20)) >> 21;
  const int32_t rest = static_cast<int32_t>(k) - static_cast<int32_t>(quarter << 21);
  const float x = static_cast<float>(rest) * 7.49014083e-7f;  // 2 pi / 2^23
  const float s = x * x;
  float odd = 2.75573192e-6f;  // 1 / 9!
  odd = odd * s - 1.98412698e-4f;
  odd = odd * s + 8.33333333e-3f;
  odd = odd * s - 1.66666667e-1f;
  odd = odd * s * x + x;
  float even = 2.48015873e-5f;  // 1 / 8!
  even = even * s - 1.38888889e-3f;
  even = even * s + 4.16666667e-2f;
  even = even * s - 0.5f;
  even = even * s + 1.0f;
  const bool swapped = quarter & 1;
  const uint32_t sineSign = (quarter & 2) << 30;
  const uint32_t cosineSign = ((quarter + 1) & 2) << 30;
  sine = asFloat(asBits(swapped ? even : odd) ^ sineSign);
  cosine = asFloat(asBits(swapped ? odd : even) ^ cosineSign);
}

// Phi(x), the standard normal distribution function, and its density without the factor 1 / sqrt(2 pi). The error
// function is formula 7.1.26 of Abramowitz and Stegun, absolute error below 1.5e-7; both share one exponential.
inline void normalDistribution(float x, float &below, float &bell) {
  const float magnitude = std::fabs(x) * 0.707106781f;
  const float t = 1.0f / (1.0f + 0.3275911f * magnitude);
  bell = exponential(-magnitude * magnitude);
  float p = 1.061405429f;
  p = p * t - 1.453152027f;
  p = p * t + 1.421413741f;
  p = p * t - 0.284496736f;
  p = p * t + 0.254829592f;
  const float tail = 0.5f * p * t * bell;
  below = x < 0.0f ? tail : 1.0f - tail;
}

constexpr float densityAtZero = 0.398942280f;  // 1 / sqrt(2 pi)

// GELU, x * Phi(x), and its slope.
inline float geluAt(float x) {
  float below, bell;
  normalDistribution(x, below, bell);
  return x * below;
}

inline float geluSlopeAt(float x) {
  float below, bell;
  normalDistribution(x, below, bell);
  return below + x * bell * densityAtZero;
}

// Layer normalisation's epsilon is PyTorch's default.
inline float inverseDeviation(float variance) { return 1.0f / std::sqrt(variance + 1e-5f); }

// The gradient of a normalised number's input: g is that of the number times its scale, z the normalised number, and the
// means are those of g and of g * z over the row.
inline float normalisedSlope(float g, float z, float inverse, float meanOfG, float meanOfGz) {
  return inverse * (g - meanOfG - z * meanOfGz);
}

// KL(q || p) of a weight's q = N(mean, exp(log_std)^2) from p = N(0, prior_std^2), in nats; `precision` is 1 / prior_std^2.
inline float gaussianKlAt(float mean, float logStd, float priorStd, float precision) {
  const float variance = exponential(2.0f * logStd) * precision;
  return 0.5f * (mean * mean * precision + variance + 2.0f * (logarithm(priorStd) - logStd) - 1.0f);
}

// Its slope along log_std; along mean it is mean * precision.
inline float gaussianKlSlope(float logStd, float precision) { return exponential(2.0f * logStd) * precision - 1.0f; }

// Where heads of parts side by side, [groups, tokens, parts, heads, width], have the numbers of one part that lies as
// [groups, heads, tokens, width].
inline int64_t placeBesideHeads(int64_t place, int64_t part, int64_t parts, int64_t heads, int64_t tokens,
                                int64_t width) {
  const int64_t row = place / width, token = row % tokens, head = row / tokens % heads, group = row / tokens / heads;
  return (((group * tokens + token) * parts + part) * heads + head) * width + place % width;
}

// Folds term(i) over [0, count) in lanes of its own, so that compilers need no leave to reorder sums; the order is the
// same on every machine.
template <typename Term, typename Fold>
inline float foldLanes(int64_t count, float start, const Term &term, const Fold &fold) {
  constexpr int lanes = 16;
  alignas(64) float partial[lanes];
  for (int lane = 0; lane < lanes; lane += 1) partial[lane] = start;
  int64_t i = 0;
  for (; i + lanes <= count; i += lanes)
    for (int lane = 0; lane < lanes; lane += 1) partial[lane] = fold(partial[lane], term(i + lane));
  for (; i < count; i += 1) partial[0] = fold(partial[0], term(i));
  for (int half = lanes / 2; half > 0; half /= 2)
    for (int lane = 0; lane < half; lane += 1) partial[lane] = fold(partial[lane], partial[lane + half]);
  return partial[0];
}

template <typename Term>
inline float sumOf(int64_t count, const Term &term) {
  return foldLanes(count, 0.0f, term, [](float a, float b) { return a + b; });
}

}  // namespace parasample
