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

} // namespace

TEST(Docs, CommandsOfStudiesWork)
{
  const Workplace place;
  const auto blocks = shell_blocks("studies.md");
  EXPECT_GE(blocks.size(), 5U);
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

} // namespace onsale::cli
