#pragma once

#include "model/config/document.hpp"
#include "model/config/faults.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace onsale::config {

/// The file name under which values given on the command line appear in messages.
inline constexpr std::string_view set_option = "--set";

/// One `--set path=value`.
struct Override {
  std::string path;
  std::string value;
};

/// Splits at the first `=`. Nothing after a fault.
std::optional<Override> parse_override(std::string_view text, Faults& faults);

/// Sets a scalar of a document before it is read: `host.cores`, `endpoints.reserve.cpu`, `stages.0.target`,
/// `journeys.buyer.think`. Numbers index lists from 0; an element that is a map may be addressed by its `name`, `id`,
/// `do` (an action) or `fault`, `faults.redis slow.factor`; keys may themselves contain dots. What leads to the scalar
/// must exist, except a section at the top; the last key may be new, since only the reader knows which keys it takes: a
/// wrong one is then a fault of the reading, at `--set`.
void apply_override(Document& document, std::string_view path, std::string_view value, Faults& faults);

/// The value that such a path names, nullptr if the document has none.
const Node* find_value(Document& document, std::string_view path);

} // namespace onsale::config
