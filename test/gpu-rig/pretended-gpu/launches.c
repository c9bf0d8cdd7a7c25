// Kernels: counted, not run, but for the one addition by which Parasample tries a device out.
#define _GNU_SOURCE
#define __CUDA_API_VERSION_INTERNAL
#include "launches.h"

#include <cuda.h>
#include <stdio.h>
#include <string.h>

#include "counts.h"
#include "settings.h"

int countLaunch(const char *kernel) {
  static long launches;
  char text[160];
  snprintf(text, sizeof text, "kernel %s", kernel);
  count(text, 0);
  count("kernels", 0);
  const long limit = failsAfter();
  return limit > 0 && __sync_add_and_fetch(&launches, 1) > limit ? CUDA_ERROR_LAUNCH_FAILED : CUDA_SUCCESS;
}

CUresult cuLaunchKernel(CUfunction function, unsigned gridX, unsigned gridY, unsigned gridZ, unsigned blockX,
                        unsigned blockY, unsigned blockZ, unsigned shared, CUstream stream, void **arguments,
                        void **extra) {
  if (!function) return CUDA_ERROR_INVALID_HANDLE;
  if (getenv("PRETENDED_TRACE")) {
    fprintf(stderr, "%s grid %u block %u\n", (const char *)function, gridX, blockX);
    for (int i = 0; i < 16; i += 1)
      fprintf(stderr, "  arg %d at %p: %lx\n", i, arguments[i], *(unsigned long *)arguments[i]);
  }
  return countLaunch((const char *)function);
}
CUresult cuLaunchKernelEx(const CUlaunchConfig *configuration, CUfunction function, void **arguments, void **extra) {
  return cuLaunchKernel(function, 1, 1, 1, 1, 1, 1, 0, NULL, arguments, extra);
}
