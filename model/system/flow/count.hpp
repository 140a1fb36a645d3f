/// How many times: a number, a law of whole numbers, or what a register holds.
#pragma once

#include "model/config/object.hpp"
#include "model/system/flow/register.hpp"
#include "sim/engine/random.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace onsale::system {

class FlowReader;

class Count {
public:
  enum class Law : std::uint8_t {
    constant,
    uniform,   ///< each from `low` to `high` alike
    poisson,   ///< mean `mean`, variance the same
    geometric, ///< from 0 on, mean `mean`, variance mean + mean^2
    in_register
  };

  std::uint64_t sample(const Registers& registers, engine::RandomStream& draws) const;
  /// Of a register nothing is known beforehand: 1.
  double mean() const { return mean_; }
  bool is_known() const { return law_ != Law::in_register; }

private:
  friend Count read_count(FlowReader& reader, const config::Value& value);
  void read_law(config::Object object);

  Law law_ = Law::constant;
  double mean_ = 1;
  std::uint64_t low_ = 0;
  std::uint64_t high_ = 0;
  Register register_ = Register::count;
};

/// `5`, `{from: 1, to: 9}`, `{mean: 20, law: geometric}`, or the name of a register.
Count read_count(FlowReader& reader, const config::Value& value);

} // namespace onsale::system
