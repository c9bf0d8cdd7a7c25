// Memory of the devices: the machine's own, mapped without being there until it is written to. What is copied between
// host and device is really copied; what a kernel would have computed is whatever lay there, zero at first.
#define _GNU_SOURCE
#define __CUDA_API_VERSION_INTERNAL
#include <cuda.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "contexts.h"
#include "counts.h"
#include "order.h"
#include "settings.h"

enum { mostBlocks = 65536 };
// What driver and context take for themselves.
static const size_t heldMiB = 500;

static struct {
  uintptr_t start;
  size_t bytes;
} blocks[mostBlocks];
static int blockCount;
static size_t bytesInUse;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *mapped(size_t bytes) {
  void *start = mmap(0, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return start == MAP_FAILED ? NULL : start;
}

static int blockWith(uintptr_t address) {
  for (int block = 0; block < blockCount; block += 1)
    if (address >= blocks[block].start && address < blocks[block].start + blocks[block].bytes) return block;
  return -1;
}

static CUresult allocated(CUdeviceptr *start, size_t bytes) {
  if (blockCount == mostBlocks || isTaken() || bytesInUse + bytes > (memoryMiB() - heldMiB) << 20) return CUDA_ERROR_OUT_OF_MEMORY;
  void *memory = mapped(bytes);
  if (!memory) return CUDA_ERROR_OUT_OF_MEMORY;
  blocks[blockCount].start = (uintptr_t)memory;
  blocks[blockCount].bytes = bytes;
  blockCount += 1;
  bytesInUse += bytes;
  *start = (CUdeviceptr)memory;
  return CUDA_SUCCESS;
}

CUresult cuMemAlloc_v2(CUdeviceptr *start, size_t bytes) {
  pthread_mutex_lock(&lock);
  const CUresult result = allocated(start, bytes);
  pthread_mutex_unlock(&lock);
  count(result ? "out of memory" : "device memory", bytes);
  return result;
}

CUresult cuMemFree_v2(CUdeviceptr start) {
  pthread_mutex_lock(&lock);
  const int block = blockWith(start);
  if (block >= 0) {
    bytesInUse -= blocks[block].bytes;
    count("device memory freed", blocks[block].bytes);
    munmap((void *)blocks[block].start, blocks[block].bytes);
    blocks[block] = blocks[--blockCount];
  }
  pthread_mutex_unlock(&lock);
  return CUDA_SUCCESS;
}

CUresult cuMemGetInfo_v2(size_t *free, size_t *total) {
  *total = memoryMiB() << 20;
  *free = isTaken() ? 0 : *total - (heldMiB << 20) - bytesInUse;
  return CUDA_SUCCESS;
}

CUresult cuMemGetAddressRange_v2(CUdeviceptr *start, size_t *bytes, CUdeviceptr address) {
  pthread_mutex_lock(&lock);
  const int block = blockWith(address);
  if (block >= 0 && start) *start = blocks[block].start;
  if (block >= 0 && bytes) *bytes = blocks[block].bytes;
  pthread_mutex_unlock(&lock);
  return block < 0 ? CUDA_ERROR_INVALID_VALUE : CUDA_SUCCESS;
}

enum { mostPinned = 4096 };
// Page-locked memory of the host.
static struct {
  const char *start;
  size_t bytes;
} pinned[mostPinned];
static int pinnedCount;

static int isPinned(const char *address) {
  for (int block = 0; block < pinnedCount; block += 1)
    if (address >= pinned[block].start && address < pinned[block].start + pinned[block].bytes) return 1;
  return 0;
}

CUresult cuMemHostAlloc(void **start, size_t bytes, unsigned flags) {
  *start = mapped(bytes);
  count("pinned memory", bytes);
  pthread_mutex_lock(&lock);
  if (pinnedCount < mostPinned) {
    pinned[pinnedCount].start = *start;
    pinned[pinnedCount].bytes = bytes;
    pinnedCount += 1;
  }
  pthread_mutex_unlock(&lock);
  return *start ? CUDA_SUCCESS : CUDA_ERROR_OUT_OF_MEMORY;
}
CUresult cuMemAllocHost_v2(void **start, size_t bytes) { return cuMemHostAlloc(start, bytes, 0); }
CUresult cuMemFreeHost(void *start) {
  pthread_mutex_lock(&lock);
  for (int block = 0; block < pinnedCount; block += 1) {
    if (pinned[block].start != start) continue;
    count("pinned memory freed", pinned[block].bytes);
    munmap(start, pinned[block].bytes);
    pinned[block] = pinned[--pinnedCount];
  }
  pthread_mutex_unlock(&lock);
  return CUDA_SUCCESS;
}
CUresult cuMemHostRegister_v2(void *start, size_t bytes, unsigned flags) { return CUDA_SUCCESS; }
CUresult cuMemHostUnregister(void *start) { return CUDA_SUCCESS; }

CUresult cuPointerGetAttribute(void *value, CUpointer_attribute attribute, CUdeviceptr address) {
  pthread_mutex_lock(&lock);
  const int isOnDevice = blockWith(address) >= 0;
  pthread_mutex_unlock(&lock);
  switch (attribute) {
    case CU_POINTER_ATTRIBUTE_MEMORY_TYPE:
      *(unsigned *)value = isOnDevice ? CU_MEMORYTYPE_DEVICE : CU_MEMORYTYPE_HOST;
      return CUDA_SUCCESS;
    case CU_POINTER_ATTRIBUTE_CONTEXT: *(CUcontext *)value = contextOf(0); return CUDA_SUCCESS;
    default: memset(value, 0, sizeof(int)); return CUDA_SUCCESS;
  }
}

static void countCopy(const char *way, size_t bytes) {
  count(way, bytes);
  if (bytes < 1 << 20) return;
  char large[64];
  snprintf(large, sizeof large, "%s of %zu B", way, bytes);
  count(large, bytes);
}

CUresult cuMemcpyHtoDAsync_v2(CUdeviceptr to, const void *from, size_t bytes, CUstream stream) {
  countCopy("copy to device", bytes);
  if (isPinned(from)) {
    count("copy to device from pinned memory", bytes);
    orderCopy(stream, (const void *)to, bytes);
  }
  memcpy((void *)to, from, bytes);
  return CUDA_SUCCESS;
}
CUresult cuMemcpyHtoD_v2(CUdeviceptr to, const void *from, size_t bytes) {
  return cuMemcpyHtoDAsync_v2(to, from, bytes, NULL);
}
CUresult cuMemcpyDtoHAsync_v2(void *to, CUdeviceptr from, size_t bytes, CUstream stream) {
  countCopy("copy to host", bytes);
  memcpy(to, (void *)from, bytes);
  return CUDA_SUCCESS;
}
CUresult cuMemcpyDtoH_v2(void *to, CUdeviceptr from, size_t bytes) {
  return cuMemcpyDtoHAsync_v2(to, from, bytes, NULL);
}
// Large ones would touch memory that is only there by name.
CUresult cuMemcpyDtoDAsync_v2(CUdeviceptr to, CUdeviceptr from, size_t bytes, CUstream stream) {
  countCopy("copy within device", bytes);
  if (bytes < 1 << 20) memmove((void *)to, (void *)from, bytes);
  return CUDA_SUCCESS;
}
CUresult cuMemcpyDtoD_v2(CUdeviceptr to, CUdeviceptr from, size_t bytes) {
  return cuMemcpyDtoDAsync_v2(to, from, bytes, NULL);
}
CUresult cuMemcpyAsync(CUdeviceptr to, CUdeviceptr from, size_t bytes, CUstream stream) {
  return cuMemcpyDtoDAsync_v2(to, from, bytes, stream);
}

static CUresult countFill(size_t bytes) {
  count("fill", bytes);
  return CUDA_SUCCESS;
}
CUresult cuMemsetD8_v2(CUdeviceptr to, unsigned char value, size_t times) { return countFill(times); }
CUresult cuMemsetD8Async(CUdeviceptr to, unsigned char value, size_t times, CUstream stream) {
  return countFill(times);
}
CUresult cuMemsetD32_v2(CUdeviceptr to, unsigned value, size_t times) { return countFill(4 * times); }
CUresult cuMemsetD32Async(CUdeviceptr to, unsigned value, size_t times, CUstream stream) {
  return countFill(4 * times);
}
