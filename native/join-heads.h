#pragma once

#include "operation.h"

namespace parasample {

// Queries, keys and values, each [groups, heads, tokens, width of a head] -> [groups, tokens, 3 * heads * width]: what
// their gradients are to the product that they were cut from.
void joinHeads(Run &run);

}  // namespace parasample
