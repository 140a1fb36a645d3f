#pragma once

#include <string_view>

namespace onsale::http {

/// What servers write behind a status: `Not Found`; empty if the status is none of RFC 9110's common ones.
std::string_view reason_phrase(int status);

} // namespace onsale::http
