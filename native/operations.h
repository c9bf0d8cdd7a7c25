#pragma once

#include "operation.h"

namespace parasample {

// Every operation of ours.
std::vector<Operation> allOperations();

}  // namespace parasample
