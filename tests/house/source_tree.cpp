#include "tests/house/source_tree.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace onsale::house {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> lines_of(const fs::path& path)
{
  std::ifstream file(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);)
    lines.push_back(line);
  return lines;
}

std::string trimmed(std::string text)
{
  std::erase(text, '`');
  const auto first = text.find_first_not_of(' ');
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::vector<std::string> split(const std::string& text, char at)
{
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, at);)
    if (part = trimmed(part); not part.empty())
      parts.push_back(part);
  return parts;
}

} // namespace

std::vector<SourceFile> source_files(const std::vector<std::string>& tops)
{
  const fs::path root = ONSALE_SOURCE_DIR;
  std::vector<SourceFile> files;
  for (const std::string& top : tops)
    for (const auto& entry : fs::recursive_directory_iterator(root / top))
      if (entry.path().extension() == ".hpp" or entry.path().extension() == ".cpp") {
        const fs::path path = entry.path().lexically_relative(root);
        files.push_back({path.string(), path.parent_path().string(), lines_of(entry.path())});
      }
  std::ranges::sort(files, {}, &SourceFile::path);
  return files;
}

// | room | folder | may use | libraries |
Rooms::Rooms(const std::string& page)
{
  bool is_table = false;
  for (const std::string& line : lines_of(fs::path(ONSALE_SOURCE_DIR) / page)) {
    if (not line.starts_with('|')) {
      is_table = false;
      continue;
    }
    is_table = is_table or line.starts_with("| room |");
    const auto cells = split(line.substr(1), '|');
    if (not is_table or cells.size() < 3 or cells[0] == "room" or cells[0].starts_with("---"))
      continue;
    const std::string& name = names_.emplace_back(cells[0]);
    room_of_[cells[1]] = name;
    std::set<std::string>& reach = reach_[name];
    reach.insert(name);
    for (const std::string& used : split(cells[2], ','))
      if (const auto found = reach_.find(used); found != reach_.end())
        reach.insert(found->second.begin(), found->second.end());
      else if (used != "nothing")
        throw std::runtime_error(page + ": " + name + " uses " + used + ", which is no room above it");
  }
}

std::string Rooms::of(const std::string& folder) const
{
  for (fs::path place = folder; not place.empty(); place = place.parent_path())
    if (const auto found = room_of_.find(place.string()); found != room_of_.end())
      return found->second;
  return "";
}

} // namespace onsale::house
