// The driver's devices, of which all are alike.
#define __CUDA_API_VERSION_INTERNAL
#include <cuda.h>
#include <stdio.h>

#include "contexts.h"
#include "settings.h"

CUresult cuInit(unsigned f) { return visibleGpus() ? 0 : 100; }
CUresult cuDriverGetVersion(int* v) {
  *v = driverCuda();
  return 0;
}
CUresult cuDeviceGetCount(int* n) {
  *n = visibleGpus();
  return 0;
}
CUresult cuDeviceGet(CUdevice* d, int i) {
  if (i >= visibleGpus()) return 101;
  *d = i;
  return 0;
}
CUresult cuDeviceGetName(char* n, int l, CUdevice d) {
  snprintf(n, l, "Pretended GPU");
  return 0;
}
CUresult cuDeviceTotalMem_v2(size_t* b, CUdevice d) {
  *b = memoryMiB() << 20;
  return 0;
}
CUresult cuDeviceGetUuid_v2(CUuuid* u, CUdevice d) {
  memset(u, d + 1, 16);
  return 0;
}
CUresult cuDeviceGetUuid(CUuuid* u, CUdevice d) {
  memset(u, d + 1, 16);
  return 0;
}
CUresult cuDeviceGetPCIBusId(char* s, int l, CUdevice d) {
  snprintf(s, l, "0000:0%d:00.0", d);
  return 0;
}
CUresult cuDeviceCanAccessPeer(int* c, CUdevice a, CUdevice b) {
  *c = 1;
  return 0;
}
CUresult cuDeviceGetP2PAttribute(int* v, CUdevice_P2PAttribute a, CUdevice s, CUdevice d) {
  *v = 1;
  return 0;
}
CUresult cuDeviceGetDefaultMemPool(CUmemoryPool* p, CUdevice d) {
  *p = (void*)1;
  return 0;
}
CUresult cuDeviceGetAttribute(int* v, CUdevice_attribute a, CUdevice d) {
  switch (a) {
    case CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR: *v = capability() / 10; break;
    case CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR: *v = capability() % 10; break;
    case CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT: *v = 132; break;
    case CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK: *v = 1024; break;
    case CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_X:
    case CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_Y: *v = 1024; break;
    case CU_DEVICE_ATTRIBUTE_MAX_BLOCK_DIM_Z: *v = 64; break;
    case CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_X: *v = 2147483647; break;
    case CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Y:
    case CU_DEVICE_ATTRIBUTE_MAX_GRID_DIM_Z: *v = 65535; break;
    case CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK: *v = 49152; break;
    case CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN: *v = 232448; break;
    case CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_MULTIPROCESSOR: *v = 233472; break;
    case CU_DEVICE_ATTRIBUTE_RESERVED_SHARED_MEMORY_PER_BLOCK: *v = 1024; break;
    case CU_DEVICE_ATTRIBUTE_WARP_SIZE: *v = 32; break;
    case CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_MULTIPROCESSOR: *v = 2048; break;
    case CU_DEVICE_ATTRIBUTE_MAX_BLOCKS_PER_MULTIPROCESSOR: *v = 32; break;
    case CU_DEVICE_ATTRIBUTE_MAX_REGISTERS_PER_BLOCK:
    case CU_DEVICE_ATTRIBUTE_MAX_REGISTERS_PER_MULTIPROCESSOR: *v = 65536; break;
    case CU_DEVICE_ATTRIBUTE_CLOCK_RATE: *v = 1980000; break;
    case CU_DEVICE_ATTRIBUTE_MEMORY_CLOCK_RATE: *v = 2619000; break;
    case CU_DEVICE_ATTRIBUTE_GLOBAL_MEMORY_BUS_WIDTH: *v = 5120; break;
    case CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE: *v = 52428800; break;
    case CU_DEVICE_ATTRIBUTE_UNIFIED_ADDRESSING: *v = 1; break;
    case CU_DEVICE_ATTRIBUTE_ECC_ENABLED: *v = 1; break;
    case CU_DEVICE_ATTRIBUTE_PCI_BUS_ID: *v = d + 1; break;
    default: *v = 0;
  }
  return 0;
}
CUresult cuDevicePrimaryCtxRetain(CUcontext* c, CUdevice d) {
  *c = contextOf(d);
  return 0;
}
CUresult cuDevicePrimaryCtxRelease_v2(CUdevice d) { return 0; }
CUresult cuDevicePrimaryCtxSetFlags_v2(CUdevice d, unsigned f) { return 0; }
CUresult cuDevicePrimaryCtxGetState(CUdevice d, unsigned* f, int* a) {
  *f = 0;
  *a = 0;
  return 0;
}
