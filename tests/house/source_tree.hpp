/// The tree of sources as the tests of the house see it: its files, line by line, and the table of rooms and arrows.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

namespace onsale::house {

struct SourceFile {
  std::string path;   ///< from the top of the tree: `sim/engine/clock.hpp`
  std::string folder; ///< `sim/engine`
  std::vector<std::string> lines;
};

/// All .hpp and .cpp of the top folders, sorted by path.
std::vector<SourceFile> source_files(const std::vector<std::string>& tops);

/// The table of docs/architecture.md.
class Rooms {
public:
  /// @throws std::runtime_error naming a row that uses a room which does not stand above it: so no arrow can go round
  explicit Rooms(const std::string& page);

  /// The room of a folder: that of its nearest parent which is one. Empty: of none.
  std::string of(const std::string& folder) const;
  /// Itself, the rooms that its row names, and what those may use.
  const std::set<std::string>& may_use(const std::string& room) const { return reach_.at(room); }
  /// Names in the order of the table.
  const std::vector<std::string>& all() const { return names_; }

private:
  std::vector<std::string> names_;
  std::map<std::string, std::string> room_of_;
  std::map<std::string, std::set<std::string>> reach_;
};

} // namespace onsale::house
