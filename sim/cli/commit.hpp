#pragma once

#include <string_view>

namespace onsale::cli {

/// The commit that this program was built from, as git shortens it, with a + when files differed from it. Empty: built
/// outside of a repository.
std::string_view commit();

} // namespace onsale::cli
