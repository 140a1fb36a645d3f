/// What steps compare and tell things apart by: a value of the request, or a constant.
#pragma once

#include "model/http/value.hpp"
#include "model/system/flow/register.hpp"

#include <cstdint>
#include <vector>

namespace onsale::system {

class Operand {
public:
  Operand(Register name) : name_(name), is_constant_(false) {} // NOLINT(google-explicit-constructor)
  explicit Operand(const http::Value& constant) : constant_(constant) {}

  const http::Value& of(const Registers& registers) const { return is_constant_ ? constant_ : registers[name_]; }

private:
  http::Value constant_;
  Register name_ = Register::user;
  bool is_constant_ = true;
};

/// What tells rows, locks and cached answers apart: one operand or several together, of any type. A key of one id or
/// whole number is that number.
class Key {
public:
  Key() = default;
  explicit Key(std::vector<Operand> parts) : parts_(std::move(parts)) {}

  /// No operand at all: one for everybody.
  bool empty() const { return parts_.empty(); }
  /// http::Value::no_id when any part is missing: there is no such thing.
  std::uint64_t of(const Registers& registers) const
  {
    return parts_.size() == 1 ? number_of(parts_.front().of(registers)) : mixed(registers);
  }

private:
  static std::uint64_t number_of(const http::Value& value)
  {
    const std::uint64_t id = value.as_id();
    return id != http::Value::no_id ? id : of_other(value);
  }
  static std::uint64_t of_other(const http::Value& value);
  std::uint64_t mixed(const Registers& registers) const;

  std::vector<Operand> parts_;
};

} // namespace onsale::system
