// Variables of TensorFlow, as the ResourceApply operations change them; its C interface has them for other devices alone.
#pragma once

#include <cstdint>
#include <memory>

#include "changed.h"
#include "operation.h"

namespace parasample {

struct Variable {
  Changed values;
  // Keeps what was there while a kernel reads it.
  std::shared_ptr<void> held;
};

// A variable of so many float32 numbers, all of which the operation writes anew: where they are, unless somebody still reads
// them. One that was never set is made. Throws Failed where there is no memory, or it is of another length.
Variable variableOf(Run &run, int input, int64_t floats);

}  // namespace parasample
