/// What scripts may import without a file of their own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace onsale::javascript {

/// Why a module cannot be imported, in words for the user; empty if it is built in.
std::string refusal_of(std::string_view module);

/// The text of a built-in module.
/// @throws std::out_of_range if there is none of that name
std::string_view built_in(std::string_view module);

/// Names of all built-in modules that scripts may import; of a library by URL, one of its URLs.
std::vector<std::string> built_in_modules();

} // namespace onsale::javascript
