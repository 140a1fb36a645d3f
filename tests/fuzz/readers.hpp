/// Every reader of files of strangers, as a function of bytes: it takes them, or refuses them with
/// config::InvalidInput.
#pragma once

#include <span>
#include <string_view>

namespace onsale::fuzz {

struct Reader {
  std::string_view name; ///< also the folder of its corpus
  void (*read)(std::string_view bytes);
};

std::span<const Reader> readers();

/// @return whether the bytes were taken. Any other exception than a refusal passes through, and so ends a fuzz test.
bool takes(const Reader& reader, std::string_view bytes);

} // namespace onsale::fuzz
