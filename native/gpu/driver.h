// The driver's functions that are used here, of the libcuda that TensorFlow has loaded.
#pragma once

#include <cstddef>
#include <cstdint>

namespace parasample {

using Handle = void *;

// Results are 0 where all went well.
struct Driver {
  // Throws std::runtime_error where the driver lacks one.
  Driver();

  int (*deviceOf)(int *device, int ordinal);
  int (*attributeOf)(int *value, int attribute, int device);
  int (*retainContext)(Handle *context, int device);
  int (*pushContext)(Handle context);
  int (*popContext)(Handle *context);
  int (*loadModule)(Handle *module, const void *image);
  int (*functionOf)(Handle *function, Handle module, const char *name);
  int (*launchKernel)(Handle function, unsigned x, unsigned y, unsigned z, unsigned threadsX, unsigned threadsY,
                      unsigned threadsZ, unsigned sharedBytes, Handle stream, void **arguments, void **extra);
  int (*createStream)(Handle *stream, unsigned flags);
  int (*destroyStream)(Handle stream);
  int (*waitForEvent)(Handle stream, Handle event, unsigned flags);
  int (*createEvent)(Handle *event, unsigned flags);
  int (*destroyEvent)(Handle event);
  int (*recordEvent)(Handle event, Handle stream);
  int (*queryEvent)(Handle event);
  int (*allocate)(uint64_t *address, size_t bytes);
  int (*fill)(uint64_t address, unsigned char value, size_t bytes);
  int (*synchronise)(Handle stream);
  int (*release)(uint64_t address);
  int (*memory)(size_t *free, size_t *total);
  int (*allocatePinned)(void **start, size_t bytes, unsigned flags);
  int (*releasePinned)(void *start);
  int (*copyToDevice)(uint64_t to, const void *from, size_t bytes, Handle stream);
  int (*copyWithin)(uint64_t to, uint64_t from, size_t bytes, Handle stream);
  int (*nameOf)(int error, const char **name);

  // Throws std::runtime_error with the driver's name for an error.
  void check(int result) const;
};

const Driver &driver();

// The process's only GPU, as TensorFlow uses it. Its context stays until the process ends.
class Device {
 public:
  Device();

  // Ten times the compute capability.
  int capability() const;

  // Makes a call of the driver in the device's context: TensorFlow's threads have a context of theirs or none.
  // Throws std::runtime_error with the driver's name for an error.
  template <typename Call>
  void with(const Call &call) const {
    driver().check(resultWith(call));
  }

  // The same for calls whose result says more than that all went well.
  template <typename Call>
  int resultWith(const Call &call) const {
    driver().check(driver().pushContext(context_));
    const int result = call();
    Handle popped = nullptr;
    driver().popContext(&popped);
    return result;
  }

 private:
  int device_ = 0;
  Handle context_ = nullptr;
};

const Device &device();

}  // namespace parasample
