// The CUDA runtime, as TensorFlow's own kernels call it, on the pretended driver.
#define _GNU_SOURCE
#include <driver_types.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <vector_types.h>

#include "counts.h"
#include "launches.h"
#include "settings.h"

// The driver's functions that those here lean on.
extern int cuDeviceGetCount(int*), cuDeviceGetAttribute(int*, int, int),
    cuMemcpyHtoDAsync_v2(unsigned long long, const void*, size_t, void*),
    cuMemcpyDtoHAsync_v2(void*, unsigned long long, size_t, void*),
    cuMemcpyDtoDAsync_v2(unsigned long long, unsigned long long, size_t, void*), cuDriverGetVersion(int*),
    cuCtxGetDevice(int*), cuDevicePrimaryCtxRetain(void**, int), cuCtxSetCurrent(void*),
    cuMemAlloc_v2(unsigned long long*, size_t), cuMemGetInfo_v2(size_t*, size_t*);

enum { mostKernels = 65536, places = 131072, longestName = 200, noDevice = 100, driverTooOld = 35 };

// Kernels by the address of the host function that stands for them.
static struct {
  const void* host;
  char name[longestName];
} kernels[mostKernels];
static int kernelCount;
static int kernelAt[places];

static unsigned placeOf(const void* host) {
  unsigned place = (unsigned)(((uintptr_t)host >> 4) * 2654435761u) % places;
  while (kernelAt[place] && kernels[kernelAt[place]].host != host) place = (place + 1) % places;
  return place;
}

static const char* nameOf(const void* host) {
  const int kernel = kernelAt[placeOf(host)];
  return kernel ? kernels[kernel].name : "unknown";
}

// CUDA 12's runtime works with drivers of CUDA 12.0 and newer.
static int refusal(void) { return driverCuda() < 12000 ? driverTooOld : 0; }

void** __cudaRegisterFatBinary(void* f) {
  static void* h[8];
  return h;
}
void __cudaRegisterFatBinaryEnd(void** h) {}
void __cudaUnregisterFatBinary(void** h) {}
void __cudaRegisterFunction(void** binary, const char* host, char* device, const char* name, int limit, void* a,
                            void* b, void* c, void* d, int* warp) {
  if (kernelCount == mostKernels - 1) return;
  kernelCount += 1;
  kernels[kernelCount].host = host;
  strncpy(kernels[kernelCount].name, name, longestName - 1);
  kernelAt[placeOf(host)] = kernelCount;
}
void __cudaRegisterVar(void** h, char* v, char* a, const char* n, int e, size_t s, int c, int g) {}
char __cudaInitModule(void** h) { return 0; }
static __thread struct {
  dim3 g, b;
  size_t s;
  void* st;
} cfg[32];
static __thread int depth;
int __cudaPushCallConfiguration(dim3 g, dim3 b, size_t s, void* st) {
  cfg[depth].g = g;
  cfg[depth].b = b;
  cfg[depth].s = s;
  cfg[depth].st = st;
  depth++;
  return 0;
}
int __cudaPopCallConfiguration(dim3* g, dim3* b, size_t* s, void* st) {
  depth--;
  *g = cfg[depth].g;
  *b = cfg[depth].b;
  *s = cfg[depth].s;
  *(void**)st = cfg[depth].st;
  return 0;
}
int cudaLaunchKernel(const void* f, dim3 g, dim3 b, void** a, size_t s, void* st) {
  return countLaunch(nameOf(f), st);
}
int cudaLaunchKernelExC(const cudaLaunchConfig_t* c, const void* f, void** a) {
  return countLaunch(nameOf(f), c->stream);
}
int cudaLaunchCooperativeKernel(const void* f, dim3 g, dim3 b, void** a, size_t s, void* st) {
  return cudaLaunchKernel(f, g, b, a, s, st);
}
int cudaGetDeviceCount(int* n) {
  if (refusal()) return refusal();
  cuDeviceGetCount(n);
  return *n ? 0 : noDevice;
}
int cudaGetDevice(int* d) { return refusal() ? refusal() : cuCtxGetDevice(d); }
int cudaSetDevice(int d) {
  if (refusal()) return refusal();
  void* c;
  cuDevicePrimaryCtxRetain(&c, d);
  cuCtxSetCurrent(c);
  return 0;
}
int cudaDeviceGetAttribute(int* v, int a, int d) { return cuDeviceGetAttribute(v, a, d); }
static void props(struct cudaDeviceProp* p, int d) {
  memset(p, 0, sizeof *p);
  int v;
  strcpy(p->name, "Pretended GPU");
  cuDeviceGetAttribute(&v, 75, d);
  p->major = v;
  cuDeviceGetAttribute(&v, 76, d);
  p->minor = v;
  p->multiProcessorCount = 132;
  p->maxThreadsPerBlock = 1024;
  p->maxThreadsPerMultiProcessor = 2048;
  p->sharedMemPerBlock = 49152;
  p->sharedMemPerBlockOptin = 232448;
  p->warpSize = 32;
  p->regsPerBlock = 65536;
  p->regsPerMultiprocessor = 65536;
  p->maxGridSize[0] = 2147483647;
  p->maxGridSize[1] = p->maxGridSize[2] = 65535;
  p->maxThreadsDim[0] = p->maxThreadsDim[1] = 1024;
  p->maxThreadsDim[2] = 64;
  p->totalGlobalMem = 80ull << 30;
  p->l2CacheSize = 52428800;
  p->unifiedAddressing = 1;
}
int cudaGetDeviceProperties_v2(struct cudaDeviceProp* p, int d) {
  props(p, d);
  return 0;
}
int cudaGetDeviceProperties(struct cudaDeviceProp* p, int d) {
  props(p, d);
  return 0;
}
int cudaGetLastError(void) { return 0; }
int cudaPeekAtLastError(void) { return 0; }
const char* cudaGetErrorString(int e) { return "error of the pretended runtime"; }
const char* cudaGetErrorName(int e) { return "cudaErrorUnknown"; }
int cudaRuntimeGetVersion(int* v) {
  *v = 12090;
  return 0;
}
int cudaDriverGetVersion(int* v) { return cuDriverGetVersion(v); }
int cudaFree(void* p) { return refusal(); }
int cudaMalloc(void** p, size_t n) { return cuMemAlloc_v2((unsigned long long*)p, n); }
int cudaMemGetInfo(size_t* a, size_t* b) { return cuMemGetInfo_v2(a, b); }
int cudaFuncGetAttributes(struct cudaFuncAttributes* a, const void* f) {
  memset(a, 0, sizeof *a);
  a->maxThreadsPerBlock = 1024;
  a->numRegs = 32;
  a->binaryVersion = 90;
  a->ptxVersion = 90;
  a->maxDynamicSharedSizeBytes = 49152;
  return 0;
}
int cudaFuncSetAttribute(const void* f, int a, int v) { return 0; }
int cudaFuncSetCacheConfig(const void* f, int c) { return 0; }
int cudaFuncSetSharedMemConfig(const void* f, int c) { return 0; }
int cudaOccupancyMaxActiveBlocksPerMultiprocessor(int* n, const void* f, int b, size_t s) {
  *n = 2;
  return 0;
}
int cudaOccupancyMaxActiveBlocksPerMultiprocessorWithFlags(int* n, const void* f, int b, size_t s, unsigned x) {
  *n = 2;
  return 0;
}
int cudaMemcpyAsync(void* d, const void* s, size_t n, int k, void* st) {
  if (k == 1) return cuMemcpyHtoDAsync_v2((uintptr_t)d, s, n, st);
  if (k == 2) return cuMemcpyDtoHAsync_v2(d, (uintptr_t)s, n, st);
  return cuMemcpyDtoDAsync_v2((uintptr_t)d, (uintptr_t)s, n, st);
}
int cudaMemcpy(void* d, const void* s, size_t n, int k) {
  count("synchronisation", 0);
  return cudaMemcpyAsync(d, s, n, k, 0);
}
int cudaMemsetAsync(void* d, int v, size_t n, void* st) {
  count("fill", n);
  return 0;
}
int cudaStreamSynchronize(void* s) {
  count("synchronisation", 0);
  return 0;
}
int cudaDeviceSynchronize(void) {
  count("synchronisation", 0);
  return 0;
}
int cudaStreamQuery(void* s) { return 0; }
int cudaStreamIsCapturing(void* s, int* c) {
  *c = 0;
  return 0;
}
int cudaEventCreateWithFlags(void** e, unsigned f) {
  *e = (void*)16;
  return 0;
}
int cudaEventCreate(void** e) {
  *e = (void*)16;
  return 0;
}
int cudaEventRecord(void* e, void* s) { return 0; }
int cudaEventQuery(void* e) { return 0; }
int cudaEventDestroy(void* e) { return 0; }
int cudaEventSynchronize(void* e) { return 0; }
int cudaStreamWaitEvent(void* s, void* e, unsigned f) { return 0; }
int cudaGetFuncBySymbol(void** f, const void* s) {
  *f = (void*)nameOf(s);
  return 0;
}
