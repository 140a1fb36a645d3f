/// How an identity looks outside: servers count rows, clients see numbers, UUIDs or `R-17`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace onsale::http {

/// Made of the identity alone, and read back without a table.
class IdentityForm {
public:
  enum class Kind : std::uint8_t { number, uuid, pattern };

  /// The number itself.
  IdentityForm() = default;
  /// A UUID of version 4 that tells nothing of the order: a keyed permutation of all 64-bit numbers in its first half,
  /// a check of it in the second.
  static IdentityForm uuid(std::uint64_t key);
  /// The number in place of `{}`: `R-{}`. @return nothing unless there is exactly one `{}`
  static std::optional<IdentityForm> pattern(std::string_view pattern);

  Kind kind() const { return kind_; }
  std::string text(std::uint64_t identity) const;
  /// @return nothing for a text that text() gives for no identity
  std::optional<std::uint64_t> identity(std::string_view text) const;

private:
  Kind kind_ = Kind::number;
  std::uint64_t key_ = 0;
  std::string before_;
  std::string after_;
};

/// What stands in place of `{}`: `abc` of `Bearer abc` for `Bearer {}`; nothing if the text is not of that pattern.
std::optional<std::string_view> between(std::string_view text, std::string_view pattern);

} // namespace onsale::http
