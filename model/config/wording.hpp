#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace onsale::config {

/// The user's text as it appears in messages: in double quotes, shortened, control characters escaped, so that no file
/// can write to the terminal through an error.
std::string in_quotes(std::string_view text);

/// `, did you mean "cores"?` when a valid name is near, else `, expected one of cores, smt`, else nothing.
/// To be put after what was wrong.
std::string suggestion(std::string_view name, std::span<const std::string> valid);

/// `a, b, c`; what is beyond twelve names is only counted.
std::string listed(std::span<const std::string> names);

/// With thousands apart: `554,863`.
std::string grouped(std::uint64_t number);

} // namespace onsale::config
