#include "model/system/flow/condition.hpp"

#include <sstream>

namespace onsale::system {

bool Condition::holds(const Registers& registers) const
{
  const double value = registers[left].as_number();
  switch (compare) {
  case Compare::equal:
    return value == right;
  case Compare::not_equal:
    return value != right;
  case Compare::less:
    return value < right;
  case Compare::greater:
    return value > right;
  }
  return false;
}

std::optional<Condition> condition_from(const std::string& text)
{
  using Compare = Condition::Compare;
  std::istringstream words(text);
  std::string left;
  std::string compare;
  Condition condition;
  words >> left >> compare >> condition.right;
  const bool complete = not words.fail() && (words >> std::ws).eof();
  const auto name = register_from_name(left);
  const bool known = compare == "==" || compare == "!=" || compare == "<" || compare == ">";
  if (not complete || not name || not known)
    return std::nullopt;
  condition.left = *name;
  condition.compare = compare == "=="   ? Compare::equal
                      : compare == "!=" ? Compare::not_equal
                      : compare == "<"  ? Compare::less
                                        : Compare::greater;
  return condition;
}

} // namespace onsale::system
