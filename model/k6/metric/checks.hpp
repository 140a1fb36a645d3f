#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace onsale::k6 {

enum class GroupId : std::uint32_t { root };
enum class CheckId : std::uint32_t {};

/// The groups of a test and the checks in them, in the order in which they were first met, with passes and fails.
class Checks {
public:
  struct Check {
    std::string name;
    std::string path; ///< `::group::check`
    std::uint64_t passes = 0;
    std::uint64_t fails = 0;
  };

  struct Group {
    std::string name; ///< empty for the root
    std::string path; ///< `::outer::inner`, empty for the root: the value of the tag `group`
    std::vector<GroupId> groups;
    std::vector<CheckId> checks;
  };

  Checks() : groups_(1) {}

  /// The group of that name inside another, new if it was not met before.
  /// @throws std::invalid_argument if the name contains `::`, which separates names in a path
  GroupId group(GroupId parent, std::string_view name);

  /// Likewise for a check.
  CheckId check(GroupId parent, std::string_view name);

  void record(CheckId id, bool passed);

  [[nodiscard]] const Group& operator[](GroupId id) const { return groups_[static_cast<std::size_t>(id)]; }
  [[nodiscard]] const Check& operator[](CheckId id) const { return checks_[static_cast<std::size_t>(id)]; }

private:
  std::deque<Group> groups_;
  std::deque<Check> checks_;
};

/// The `id` of a group or check in k6's files: the MD5 of its path in hexadecimal.
std::string path_id(std::string_view path);

} // namespace onsale::k6
