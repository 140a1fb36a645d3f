/// How the identities of a system look outside: `ids: {token: uuid, reservation: "R-{}"}`.
#pragma once

#include "model/config/object.hpp"
#include "model/http/identity.hpp"
#include "model/system/flow/register.hpp"

#include <array>
#include <cstdint>
#include <vector>

namespace onsale::system {

struct Identities {
  std::vector<http::IdentityForm> forms{http::IdentityForm()}; ///< the first: as it is
  std::array<std::uint8_t, register_count> of{};               ///< register -> form

  /// Values that the flow has named itself are shown as they are.
  std::uint8_t form(Register name) const
  {
    const auto number = static_cast<std::size_t>(name);
    return number < of.size() ? of[number] : std::uint8_t{0};
  }
};

Identities read_identities(config::Object object);

} // namespace onsale::system
