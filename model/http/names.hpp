/// Names that load and system share, interned to small integers so that a request compares numbers, never text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace onsale::http {

using NameId = std::uint32_t;

/// A set of names numbered 0, 1, 2.. in order of first appearance. It may grow while a test runs.
class NameTable {
public:
  NameTable() = default;
  NameTable(const NameTable& other);
  NameTable& operator=(const NameTable& other);
  NameTable(NameTable&&) = default;
  NameTable& operator=(NameTable&&) = default;
  ~NameTable() = default;

  /// The number of a name, which is added if it is new.
  NameId intern(std::string_view name);

  std::optional<NameId> find(std::string_view name) const;
  /// The reference stays valid as long as the table.
  const std::string& operator[](NameId id) const { return names_.at(id); }
  std::size_t size() const { return names_.size(); }
  std::vector<std::string> all() const { return {names_.begin(), names_.end()}; }

private:
  std::deque<std::string> names_;
  std::unordered_map<std::string_view, NameId> ids_; // views of names_
};

/// The tables that load and system share: a field has one number on both sides.
struct Names {
  NameTable endpoints; ///< of the system, in the order given
  NameTable fields;    ///< of requests and responses: `userId`, `data.token`, `list[].id`
  NameTable texts;     ///< that values carry
};

} // namespace onsale::http
