// Streams, events and memory of this process's GPU beside TensorFlow's own. What does it is linked in: the driver, or the
// tests' emulation. Everything here throws std::runtime_error in the driver's words.
#pragma once

#include <cstdint>

#include "operation.h"

namespace parasample {

// Runs side by side with TensorFlow's stream.
class DeviceStream {
 public:
  DeviceStream();
  ~DeviceStream();
  DeviceStream(const DeviceStream &) = delete;
  DeviceStream &operator=(const DeviceStream &) = delete;

  void *handle() const { return handle_; }

 private:
  void *handle_ = nullptr;
};

// A place in a stream, which is reached once all that was put there before is done.
class DeviceEvent {
 public:
  DeviceEvent();
  ~DeviceEvent();
  DeviceEvent(const DeviceEvent &) = delete;
  DeviceEvent &operator=(const DeviceEvent &) = delete;

  void record(void *stream);
  // The stream goes on only from there.
  void holdUp(void *stream) const;
  bool isReached() const;

 private:
  void *handle_ = nullptr;
};

// Of zeros.
class DeviceMemory {
 public:
  explicit DeviceMemory(int64_t floats);
  ~DeviceMemory();
  DeviceMemory(const DeviceMemory &) = delete;
  DeviceMemory &operator=(const DeviceMemory &) = delete;

  float *floats() const { return floats_; }

 private:
  float *floats_ = nullptr;
};

// Of the host, page-locked: the device copies from it by itself, while the processor does something else.
class PinnedMemory {
 public:
  explicit PinnedMemory(int64_t floats);
  ~PinnedMemory();
  PinnedMemory(const PinnedMemory &) = delete;
  PinnedMemory &operator=(const PinnedMemory &) = delete;

  char *bytes() const { return bytes_; }

 private:
  char *bytes_ = nullptr;
};

// Both are put into the stream; the first reads page-locked memory when its turn comes.
void copyToDevice(float *to, const char *from, int64_t bytes, void *stream);
void copyWithinDevice(float *to, const float *from, int64_t bytes, void *stream);

// The stream in which TensorFlow runs this operation.
void *streamOf(const Run &run);

}  // namespace parasample
