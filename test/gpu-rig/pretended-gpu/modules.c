// Code for the device: taken as it is, but for PTX that a strict compiler would refuse.
#define _GNU_SOURCE
#define __CUDA_API_VERSION_INTERNAL
#include <cuda.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>

#include "counts.h"
#include "settings.h"

enum { mostFunctions = 8192, longestName = 120 };

static char functions[mostFunctions][longestName];
static int functionCount;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

// What a fat binary has for this device.
struct Fit {
  int hasMachineCode, hasPtx, hasBrokenPtx;
};

static uint16_t at16(const uint8_t *place) { return place[0] | place[1] << 8; }
static uint32_t at32(const uint8_t *place) { return at16(place) | (uint32_t)at16(place + 2) << 16; }
static uint64_t at64(const uint8_t *place) { return at32(place) | (uint64_t)at32(place + 4) << 32; }

static void look(const uint8_t *entry, struct Fit *fit) {
  enum { ptx = 1, machineCode = 2 };
  const uint32_t header = at32(entry + 4), bytes = at32(entry + 16), architecture = at32(entry + 28);
  if (at16(entry) == machineCode && architecture / 10 == (uint32_t)capability() / 10 &&
      architecture <= (uint32_t)capability())
    fit->hasMachineCode = 1;
  if (at16(entry) != ptx) return;
  fit->hasPtx = 1;
  if (bytes > 2 && !entry[header + bytes - 1] && !entry[header + bytes - 2]) fit->hasBrokenPtx = 1;
}

static CUresult judge(const uint8_t *image) {
  if (at32(image) != 0xBA55ED50) return CUDA_SUCCESS;
  struct Fit fit = {0};
  const uint8_t *entry = image + at16(image + 6), *end = entry + at64(image + 8);
  for (; entry < end; entry += at32(entry + 4) + at64(entry + 8)) look(entry, &fit);
  if (fit.hasMachineCode) return CUDA_SUCCESS;
  count(fit.hasBrokenPtx ? "module of PTX that ends in two NULs"
        : fit.hasPtx     ? "module of PTX"
                         : "module that fits not",
        0);
  return fit.hasBrokenPtx && isStrict() ? CUDA_ERROR_INVALID_PTX : CUDA_SUCCESS;
}

CUresult cuModuleLoadData(CUmodule *module, const void *image) {
  count("module", 0);
  *module = (CUmodule)image;
  return judge(image);
}
CUresult cuModuleLoadDataEx(CUmodule *module, const void *image, unsigned n, CUjit_option *options, void **values) {
  return cuModuleLoadData(module, image);
}
CUresult cuModuleLoadFatBinary(CUmodule *module, const void *image) { return cuModuleLoadData(module, image); }
CUresult cuModuleUnload(CUmodule module) { return CUDA_SUCCESS; }
CUresult cuModuleGetLoadingMode(CUmoduleLoadingMode *mode) {
  *mode = CU_MODULE_LAZY_LOADING;
  return CUDA_SUCCESS;
}

// A function's handle is its name.
CUresult cuModuleGetFunction(CUfunction *function, CUmodule module, const char *name) {
  if (!module) return CUDA_ERROR_INVALID_HANDLE;
  pthread_mutex_lock(&lock);
  int place = 0;
  while (place < functionCount && strncmp(functions[place], name, longestName - 1)) place += 1;
  if (place == functionCount) strncpy(functions[functionCount++], name, longestName - 1);
  pthread_mutex_unlock(&lock);
  *function = (CUfunction)functions[place];
  return CUDA_SUCCESS;
}

CUresult cuModuleGetGlobal_v2(CUdeviceptr *start, size_t *bytes, CUmodule module, const char *name) {
  static char memory[65536];
  if (start) *start = (CUdeviceptr)memory;
  if (bytes) *bytes = sizeof memory;
  return CUDA_SUCCESS;
}

CUresult cuFuncGetAttribute(int *value, CUfunction_attribute attribute, CUfunction function) {
  *value = attribute == CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK ? 1024
           : attribute == CU_FUNC_ATTRIBUTE_NUM_REGS            ? 32
                                                                : 0;
  return CUDA_SUCCESS;
}
CUresult cuFuncSetAttribute(CUfunction function, CUfunction_attribute attribute, int value) { return CUDA_SUCCESS; }
CUresult cuFuncSetCacheConfig(CUfunction function, CUfunc_cache cache) { return CUDA_SUCCESS; }
CUresult cuOccupancyMaxActiveBlocksPerMultiprocessor(int *blocks, CUfunction function, int threads, size_t shared) {
  *blocks = 2;
  return CUDA_SUCCESS;
}
CUresult cuOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(int *blocks, CUfunction function, int threads,
                                                              size_t shared, unsigned flags) {
  *blocks = 2;
  return CUDA_SUCCESS;
}
