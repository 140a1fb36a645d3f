/// Why the proxy answers itself.
#pragma once

#include "model/system/flow/cause.hpp"

namespace onsale::system {

extern const CauseKind front_limited;
extern const CauseKind front_connections_full;
extern const CauseKind no_live_upstream;
extern const CauseKind upstream_closed;
extern const CauseKind upstream_timed_out;

} // namespace onsale::system
