// What kind of GPU is pretended, from the environment of the process that asks.
#pragma once

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static inline int settingOf(const char *name, int otherwise) {
  const char *text = getenv(name);
  return text ? atoi(text) : otherwise;
}

// GPUs in the machine: PRETENDED_GPUS.
static inline int gpusInMachine(void) { return settingOf("PRETENDED_GPUS", 1); }

// GPUs that this process may see: one for each name in CUDA_VISIBLE_DEVICES, where that is set.
static inline int visibleGpus(void) {
  const char *visible = getenv("CUDA_VISIBLE_DEVICES");
  if (!visible) return gpusInMachine();
  int number = *visible ? 1 : 0;
  for (const char *c = visible; *c; c += 1) number += *c == ',';
  return number < gpusInMachine() ? number : gpusInMachine();
}

// Ten times the compute capability: PRETENDED_CAPABILITY=90 is 9.0.
static inline int capability(void) { return settingOf("PRETENDED_CAPABILITY", 90); }

// The CUDA version of the driver as cuDriverGetVersion tells it: PRETENDED_CUDA=12040 is 12.4.
static inline int driverCuda(void) { return settingOf("PRETENDED_CUDA", 13000); }

// Memory of each GPU in MiB: PRETENDED_MEMORY.
static inline size_t memoryMiB(void) { return settingOf("PRETENDED_MEMORY", 81559); }

// Whether other programs hold what is left of the GPU's memory: as long as the file PRETENDED_TAKEN is there.
static inline int isTaken(void) {
  const char *path = getenv("PRETENDED_TAKEN");
  return path && access(path, F_OK) == 0;
}

// Launches after which the GPU fails, as one that fell off the bus: PRETENDED_FAILS_AFTER; below 0 for one that never does.
static inline long failsAfter(void) { return settingOf("PRETENDED_FAILS_AFTER", -1); }

// Whether PTX that ends in two NULs is refused, as by the compilers of CUDA 13: PRETENDED_STRICT_PTX.
static inline int isStrict(void) { return settingOf("PRETENDED_STRICT_PTX", 0); }
