/// The step `publish`, and why it fails.
#pragma once

#include "model/system/flow/cause.hpp"

namespace onsale::system {

extern const CauseKind kafka_buffer_full;
extern const CauseKind kafka_timeout;

} // namespace onsale::system
