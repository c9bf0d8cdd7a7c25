// Launches of kernels by the operations for GPUs. What launches is linked in: the driver, or the tests' emulation.
#pragma once

#include <cstdint>

#include "operation.h"

namespace parasample {

struct Blocks {
  int64_t x, y = 1;
};

// All kernels run with so many threads a block.
constexpr int threadsOfBlock = 256;

// Puts a kernel into the stream in which TensorFlow runs this operation. Throws Failed where the driver refuses.
void launch(Run &run, const char *kernel, Blocks blocks, void **arguments);

// A kernel by its name, with the types that it takes. The tests hold them against the kernel itself.
template <typename... Arguments>
struct Kernel {
  const char *name;

  void operator()(Run &run, Blocks blocks, Arguments... arguments) const {
    void *pointers[] = {&arguments...};
    if (blocks.x > 0 && blocks.y > 0) launch(run, name, blocks, pointers);
  }
};

// Blocks whose threads are at least so many.
inline int64_t blocksFor(int64_t threads) { return (threads + threadsOfBlock - 1) / threadsOfBlock; }

}  // namespace parasample
