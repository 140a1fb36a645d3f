#include "model/system/flow/register.hpp"

namespace onsale::system {
namespace {

constexpr std::array<std::string_view, register_count> register_texts = {
    "user",    "token",  "concert", "event",    "seat", "hold",  "reservation",
    "payment", "amount", "balance", "position", "wait", "price", "count"};

} // namespace

std::string_view to_string(Register name)
{
  return register_texts[static_cast<std::size_t>(name)];
}

std::optional<Register> register_from_name(std::string_view name)
{
  for (std::size_t i = 0; i < register_texts.size(); ++i)
    if (register_texts[i] == name)
      return static_cast<Register>(i);
  return std::nullopt;
}

std::vector<std::string_view> register_names()
{
  return {register_texts.begin(), register_texts.end()};
}

} // namespace onsale::system
