// What the documentation tells people to type works.
#include "tests/cli/program.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace onsale::cli {
namespace {

/// The text of all ```sh blocks of a page, in order.
std::vector<std::string> shell_blocks(const std::string& page)
{
  std::ifstream file(std::string(ONSALE_SOURCE_DIR) + "/docs/" + page);
  std::vector<std::string> blocks;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line == "```sh")
      blocks.emplace_back();
    else if (inside && line != "```")
      blocks.back() += line + "\n";
    inside = line == "```sh" || (inside && line != "```");
  }
  return blocks;
}

/// Runs all blocks of a page in one folder, one after the other.
void expect_commands_work(const std::string& page, std::size_t least_blocks)
{
  const Workplace place;
  const auto blocks = shell_blocks(page);
  EXPECT_GE(blocks.size(), least_blocks);
  const std::string program = ONSALE_PROGRAM;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    place.write("block.sh", "set -e\ncd '" + (place / "").string() +
                                "'\nexport ONSALE_DATA='" ONSALE_SOURCE_DIR "'\nPATH='" +
                                program.substr(0, program.rfind('/')) + "':$PATH\n" + blocks[i]);
    const std::string command =
        "sh '" + (place / "block.sh").string() + "' > '" + (place / "block.txt").string() + "' 2>&1";
    EXPECT_EQ(std::system(command.c_str()), 0) << blocks[i] << place.read("block.txt");
  }
}

} // namespace

TEST(Docs, CommandsOfStudiesWork)
{
  expect_commands_work("studies.md", 5);
}

TEST(Docs, CommandsOfInteropWork)
{
  expect_commands_work("interop.md", 5);
}

} // namespace onsale::cli
