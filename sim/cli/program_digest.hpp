/// Which build of onsale this is, for files that only the same build may go on with.
#pragma once

#include <string>

namespace onsale::cli {

/// 16 hexadecimal digits from the bytes of the running program.
std::string program_digest();

} // namespace onsale::cli
