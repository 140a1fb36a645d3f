/// What a field of a request or a response carries, a variable of a journey holds, a register of the server keeps.
#pragma once

#include "model/http/names.hpp"

#include <cstdint>
#include <limits>
#include <span>

namespace onsale::http {

/// One of missing, number, text, id or list. 16 bytes, copied as they are. Whole numbers are exact as ids over all
/// 64 bits, as numbers up to 2^53.
class Value {
public:
  enum class Kind : std::uint8_t { missing, number, text, id, list };

  constexpr Value() = default;
  /// A number is a value.
  constexpr Value(double number) : number_(number), kind_(Kind::number) {}
  /// @param text  in Names::texts
  static constexpr Value text(NameId text)
  {
    Value value;
    value.size_ = text;
    value.kind_ = Kind::text;
    return value;
  }
  /// What names a row or a token: compared and handed on, never added up.
  static constexpr Value id(std::uint64_t id)
  {
    Value value;
    value.id_ = id;
    value.kind_ = Kind::id;
    return value;
  }
  /// @param items  must live as long as the value and its copies: that is as long as its response
  static constexpr Value list(std::span<const Value> items)
  {
    Value value;
    value.items_ = items.data();
    value.size_ = static_cast<std::uint32_t>(items.size());
    value.kind_ = Kind::list;
    return value;
  }

  constexpr Kind kind() const { return kind_; }
  constexpr bool is_missing() const { return kind_ == Kind::missing; }

  /// As a number: an id likewise, of a list its first element. Anything else is not a number (NaN), which differs from
  /// every number, as undefined does in a k6 script: `x == 1` and `x < 1` are false, `x != 1` is true.
  constexpr double as_number() const
  {
    switch (kind_) {
    case Kind::number:
      return number_;
    case Kind::id:
      return static_cast<double>(id_);
    case Kind::list:
      return size_ == 0 ? not_a_number : items_->as_number();
    case Kind::missing:
    case Kind::text:
      break;
    }
    return not_a_number;
  }
  /// As an id: a number likewise, if it is a whole one from 0 to 2^53. Anything else is `otherwise`.
  constexpr std::uint64_t as_id(std::uint64_t otherwise = no_id) const
  {
    if (kind_ == Kind::id)
      return id_;
    if (kind_ != Kind::number || not(number_ >= 0 && number_ <= 0x1p53))
      return otherwise;
    const auto whole = static_cast<std::uint64_t>(number_);
    return static_cast<double>(whole) == number_ ? whole : otherwise;
  }
  /// What tells rows and answers apart: the id, or the number of the text. Anything else is no_id.
  constexpr std::uint64_t as_key() const { return kind_ == Kind::text ? size_ : as_id(); }
  /// In Names::texts. Only of a text.
  constexpr NameId as_text() const { return size_; }
  /// Empty unless it is a list.
  constexpr std::span<const Value> as_list() const
  {
    return kind_ == Kind::list ? std::span(items_, size_) : std::span<const Value>();
  }

  /// Of one kind and the same; lists element by element.
  friend constexpr bool operator==(const Value& left, const Value& right)
  {
    if (left.kind_ != right.kind_)
      return false;
    switch (left.kind_) {
    case Kind::missing:
      return true;
    case Kind::number:
      return left.number_ == right.number_;
    case Kind::id:
      return left.id_ == right.id_;
    case Kind::text:
      return left.size_ == right.size_;
    case Kind::list:
      break;
    }
    if (left.size_ != right.size_)
      return false;
    for (std::uint32_t i = 0; i < left.size_; ++i)
      if (not(left.items_[i] == right.items_[i]))
        return false;
    return true;
  }

  static constexpr std::uint64_t no_id = std::numeric_limits<std::uint64_t>::max();

private:
  static constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

  union {
    std::uint64_t id_ = 0;
    double number_;
    const Value* items_;
  };
  std::uint32_t size_ = 0; // of a list; a text's number
  Kind kind_ = Kind::missing;
};
static_assert(sizeof(Value) == 16);

struct Field {
  NameId field = 0;
  Value value;

  friend bool operator==(const Field&, const Field&) = default;
};

/// The value of a field, missing if there is none.
inline Value value_of(std::span<const Field> fields, NameId field)
{
  for (const auto& each : fields)
    if (each.field == field)
      return each.value;
  return {};
}

} // namespace onsale::http
