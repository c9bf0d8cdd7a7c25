// Kernels: counted, not run, but for the one addition by which Parasample tries a device out, which is its process's first.
#define _GNU_SOURCE
#define __CUDA_API_VERSION_INTERNAL
#include "launches.h"

#include <cuda.h>
#include <stdio.h>
#include <string.h>

#include "counts.h"
#include "order.h"
#include "settings.h"

int countLaunch(const char *kernel, const void *stream) {
  static long launches;
  char text[160];
  snprintf(text, sizeof text, "kernel %s", kernel);
  count(text, 0);
  count("kernels", 0);
  orderKernel(stream);
  const long limit = failsAfter();
  return limit >= 0 && __sync_add_and_fetch(&launches, 1) > limit ? CUDA_ERROR_LAUNCH_FAILED : CUDA_SUCCESS;
}

// TensorFlow's AddV2 takes the number of elements, then both terms and the sum, each as a descriptor of five: where it
// was allocated, where it starts, offset, length and stride.
static void addFirst(const char *kernel, void **arguments) {
  enum { most = 1 << 12, ofFirst = 1, ofSecond = 6, ofSum = 11, start = 1 };
  static int added;
  if (strncmp(kernel, "AddV2_GPU_DT_FLOAT_", 19) || __sync_lock_test_and_set(&added, 1)) return;
  const long elements = *(long *)arguments[0];
  const float *first = *(float **)arguments[ofFirst + start], *second = *(float **)arguments[ofSecond + start];
  float *sum = *(float **)arguments[ofSum + start];
  for (long i = 0; elements <= most && i < elements; i += 1) sum[i] = first[i] + second[i];
}

CUresult cuLaunchKernel(CUfunction function, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX,
                        unsigned blockY, unsigned blockZ, unsigned shared, CUstream stream, void **arguments,
                        void **extra) {
  if (!function) return CUDA_ERROR_INVALID_HANDLE;
  addFirst((const char *)function, arguments);
  return countLaunch((const char *)function, stream);
}
CUresult cuLaunchKernelEx(const CUlaunchConfig *configuration, CUfunction function, void **arguments, void **extra) {
  return cuLaunchKernel(function, 1, 1, 1, 1, 1, 1, 0, configuration->hStream, arguments, extra);
}
