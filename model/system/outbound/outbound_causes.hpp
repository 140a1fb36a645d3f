/// Why calls of services outside fail.
#pragma once

#include "model/system/flow/cause.hpp"

#include <string_view>

namespace onsale::system {

extern const CauseKind outbound_timeout;
extern const CauseKind outbound_error;
extern const CauseKind time_limited;
extern const CauseKind call_not_permitted;
extern const CauseKind call_rate_limited;
extern const CauseKind bulkhead_full;

/// Whose call the work has just made.
std::string_view called_service(const Work& work);

} // namespace onsale::system
