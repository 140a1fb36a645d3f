#pragma once

#include <string_view>

namespace onsale::javascript {

/// The text of one of the room's JavaScript files, by its name without folder: `k6_http.js`.
/// @throws std::out_of_range if there is none
std::string_view glue(std::string_view name);

} // namespace onsale::javascript
