/// A condition on a register: `position == 0`.
#pragma once

#include "model/system/flow/register.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace onsale::system {

struct Condition {
  enum class Compare : std::uint8_t { equal, not_equal, less, greater };

  Register left = Register::position;
  Compare compare = Compare::equal;
  double right = 0;

  /// A register that is missing differs from every number.
  bool holds(const Registers& registers) const;
};

inline constexpr const char* condition_form = "`register ==|!=|<|> number`";

std::optional<Condition> condition_from(const std::string& text);

} // namespace onsale::system
