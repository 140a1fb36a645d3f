#include "tests/house/source_tree.hpp"

#include <gmock/gmock.h>

namespace onsale::house {
namespace {

const std::vector<std::string> tops = {"sim", "model", "calibration", "plots"};

/// The path between the quotes of an #include of ours; empty: the line is none.
std::string included(const std::string& line)
{
  constexpr std::string_view begin = "#include \"";
  return line.starts_with(begin) ? line.substr(begin.size(), line.find('"', begin.size()) - begin.size()) : "";
}

} // namespace

TEST(Arrows, EveryFolderBelongsToARoom)
{
  const Rooms rooms("docs/architecture.md");
  std::set<std::string> homeless;
  for (const SourceFile& file : source_files(tops))
    if (rooms.of(file.folder).empty())
      homeless.insert(file.folder);
  EXPECT_THAT(homeless, testing::IsEmpty()) << "add them to the table of docs/architecture.md";
}

TEST(Arrows, EveryIncludeIsOfARoomThatMayBeUsed)
{
  const Rooms rooms("docs/architecture.md");
  std::vector<std::string> wrong;
  for (const SourceFile& file : source_files(tops))
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
      const std::string path = included(file.lines[i]);
      const std::string room = rooms.of(file.folder);
      const std::string used = rooms.of(path.substr(0, path.rfind('/')));
      if (not path.empty() and not room.empty() and not rooms.may_use(room).contains(used))
        wrong.push_back(file.path + ":" + std::to_string(i + 1) + ": " + room + " may not use " + path);
    }
  EXPECT_THAT(wrong, testing::IsEmpty()) << "the table of docs/architecture.md says who may use whom";
}

TEST(Arrows, IncludesAreWrittenFromTheTopOfTheTree)
{
  std::vector<std::string> wrong;
  for (const SourceFile& file : source_files(tops))
    for (std::size_t i = 0; i < file.lines.size(); ++i)
      if (const std::string path = included(file.lines[i]); not path.empty() and path.find('/') == std::string::npos)
        wrong.push_back(file.path + ":" + std::to_string(i + 1) + ": " + path);
  EXPECT_THAT(wrong, testing::IsEmpty());
}

} // namespace onsale::house
