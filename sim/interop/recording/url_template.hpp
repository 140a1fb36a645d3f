#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace onsale::interop {

/// A path with names in place of what differs from request to request: `/concerts/7/seats` becomes
/// `/concerts/{concertId}/seats`. Numbers, UUIDs, long hexadecimal texts and addresses of e-mail differ; so does what
/// `is_given` says that a server gave out.
std::string url_template(std::string_view path, const std::function<bool(std::string_view)>& is_given);

} // namespace onsale::interop
