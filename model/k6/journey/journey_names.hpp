/// Names met in journeys, interned to small integers so that a running virtual user compares numbers, never text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::k6 {

using NameId = std::uint16_t;

/// A set of names numbered 0, 1, 2.. in order of first appearance.
class NameTable {
public:
  /// The number of a name, which is added if it is new.
  /// @throws std::length_error beyond 65535 names
  NameId intern(std::string_view name);

  std::optional<NameId> find(std::string_view name) const;
  const std::string& operator[](NameId id) const { return names_.at(id); }
  std::size_t size() const { return names_.size(); }
  const std::vector<std::string>& all() const { return names_; }

private:
  std::vector<std::string> names_;
  std::map<std::string, NameId, std::less<>> ids_;
};

/// The tables that all journeys of a scenario share. The server side resolves the names of request and response fields
/// in the same `fields`, so that a field has one number on both sides.
struct JourneyNames {
  JourneyNames() { groups.intern(""); }

  NameTable endpoints; ///< of the system, in the order given
  NameTable fields;    ///< request and response fields: `userId`, `data.token`, `list[].id`
  NameTable lists;     ///< filled in setup, then read by all virtual users
  NameTable requests;  ///< k6 `name` tags
  NameTable checks;
  NameTable groups;  ///< full k6 paths; number 0 is the root, ""
  NameTable metrics; ///< custom metrics
};

} // namespace onsale::k6
