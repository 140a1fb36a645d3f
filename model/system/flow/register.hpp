/// What a handler knows while it works on a request: a fixed set of named values, filled from the request, from the
/// booking core's answers, and sent back in the response.
#pragma once

#include "model/http/value.hpp"

#include <boost/container/static_vector.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace onsale::system {

/// Users, concerts and events count from 1 in requests and responses, as rows of a database do. Beyond count_of come
/// the flow's own values, in the order in which it names them.
enum class Register : std::uint8_t {
  user,
  token, ///< what issue_token returned; in requests the header that carries it
  concert,
  event,
  seat,
  hold,
  reservation,
  payment,
  amount,
  balance,
  position, ///< 0: active; else the place in the line, from 1
  wait_s,   ///< estimated waiting time
  price,
  count,   ///< seats of a reservation, elements of a list
  count_of ///< number of registers
};

inline constexpr auto register_count = static_cast<std::size_t>(Register::count_of);

/// A flow names at most so many of its own.
inline constexpr std::size_t own_values_max = 8;
inline Register own_value(std::size_t number)
{
  return static_cast<Register>(register_count + number);
}

std::string_view to_string(Register name);
std::optional<Register> register_from_name(std::string_view name);
std::vector<std::string_view> register_names();

/// All missing at first.
class Registers {
public:
  http::Value& operator[](Register name)
  {
    const auto number = static_cast<std::size_t>(name);
    return number < register_count ? values_[number] : own_[number - register_count];
  }
  const http::Value& operator[](Register name) const { return const_cast<Registers&>(*this)[name]; }
  /// There are so many of the flow's own, all missing.
  void make_own(std::size_t count)
  {
    own_.clear();
    own_.resize(count);
  }
  std::size_t own_count() const { return own_.size(); }

private:
  std::array<http::Value, register_count> values_;
  boost::container::static_vector<http::Value, own_values_max> own_;
};

} // namespace onsale::system
